import { resolve } from 'node:path'
import type { V1Ulimit } from '../../../api/v1/generated/types.ts'
import { present } from '../../container/present.ts'
import type { BuildArgs, BuildSecret } from '../../types/build.ts'
import { argumentsOf } from '../../proxies.ts'
import { isRemoteContext, serviceContext } from '../../../api/v1/build-context.ts'
import { buildsOf } from './builds.ts'

/** The places of inputs outside of contexts. */
export interface BakePlaces {
  /** The path of the file with a secret's bytes. */
  secretFile(secret: BuildSecret): string
  /** An empty directory, the context of builds without one. */
  readonly empty: string
}

/** The target that makes the image; other targets make its contexts. */
export const bakeTarget = 'image'

/**
 * Writes a build as a definition for the standard input of `docker buildx bake`, so that nothing of it is in a command line (S9), or parsed
 * as one. Pure.
 */
export function bakeFile(args: BuildArgs, places: BakePlaces): string {
  const builds = Object.entries(args.serviceContexts ?? {})
  const names = new Map(builds.map(([service], index) => [service, `context-${index}`]))
  const made = { tags: args.tags, output: ['type=docker'] }
  const target: Record<string, Target> = { [bakeTarget]: { ...targetOf(args, names, places), ...made } }
  for (const [service, build] of builds) target[names.get(service) ?? ''] = targetOf(build, names, places)
  return JSON.stringify({ target: literal(target) })
}

/** The entitlements to allow on the command line, as `bake` trusts no definition by itself. */
export function allowances(args: BuildArgs): readonly string[] {
  const asked = buildsOf(args).flatMap((build) => [...entitlementsOf(build), ...(build.ssh?.length ? ['ssh'] : [])])
  return [...new Set(asked)]
}

type Target = Readonly<Record<string, unknown>>

/** Target names by service: numbered, as a service's name may not be valid as one. */
type Names = ReadonlyMap<string, string>

function targetOf(args: BuildArgs, names: Names, { secretFile, empty }: BakePlaces): Target {
  const { dockerfileInline, shmSizeBytes, platform, secrets = [] } = args
  const entitlements = entitlementsOf(args)
  return {
    context: args.context || empty,
    ...(dockerfileInline === undefined
      ? { dockerfile: dockerfileOf(args) }
      : { 'dockerfile-inline': dockerfileInline }),
    attest: [attestation('provenance', args.provenance), attestation('sbom', args.sbom)],
    ...present({ args: argumentsOf(args), labels: args.labels, target: args.target, ssh: args.ssh }),
    ...present({ 'cache-from': args.cacheFrom, 'cache-to': args.cacheTo, 'no-cache-filter': args.noCacheFilter }),
    ...present({ network: args.network, pull: args.pull, 'no-cache': args.noCache }),
    ...(platform === undefined ? {} : { platforms: [platform] }),
    ...(shmSizeBytes === undefined ? {} : { 'shm-size': String(shmSizeBytes) }),
    ...(args.ulimits === undefined ? {} : { ulimits: args.ulimits.map(ulimitText) }),
    ...(args.extraHosts === undefined ? {} : { 'extra-hosts': hostsOf(args.extraHosts) }),
    ...(secrets.length === 0 ? {} : { secret: secrets.map((secret) => secretText(secret.id, secretFile(secret))) }),
    ...(entitlements.length === 0 ? {} : { entitlements }),
    ...(args.additionalContexts === undefined ? {} : { contexts: contextsOf(args, names) }),
  }
}

function dockerfileOf({ context, dockerfile }: BuildArgs): string {
  return isRemoteContext(context) ? (dockerfile ?? 'Dockerfile') : resolve(context, dockerfile ?? 'Dockerfile')
}

function contextsOf({ additionalContexts = {} }: BuildArgs, names: Names) {
  const entries = Object.entries(additionalContexts).map(([context, from]) => {
    const name = names.get(serviceContext(from) ?? '')
    return [context, name === undefined ? from : `target:${name}`]
  })
  return Object.fromEntries(entries)
}

function entitlementsOf({ entitlements = [], privileged, network }: BuildArgs): readonly string[] {
  const asked = [
    ...entitlements,
    ...(privileged ? ['security.insecure'] : []),
    ...(network === 'host' ? ['network.host'] : []),
  ]
  return [...new Set(asked)]
}

/** An attestation, off by default: it contains the time, so that equal sources would give another image each time. */
function attestation(type: string, asked = 'false'): string {
  if (asked === 'false' || asked === '') return `type=${type},disabled=true`
  return asked === 'true' ? `type=${type}` : `type=${type},${asked}`
}

function ulimitText({ name, soft, hard }: V1Ulimit): string {
  return `${name}=${soft ?? hard ?? 0}:${hard ?? soft ?? 0}`
}

function hostsOf(lines: readonly string[]): Record<string, string> {
  const hosts: Record<string, string> = {}
  for (const line of lines) {
    const [, host = '', address = ''] = /^([^=:]+)[=:](.+)$/.exec(line) ?? []
    hosts[host] = hosts[host] === undefined ? address : `${hosts[host]},${address}`
  }
  return hosts
}

/** A secret as one CSV record. */
function secretText(id: string, path: string): string {
  return [`id=${id}`, `src=${path}`]
    .map((part) => (/[",\n]/.test(part) ? `"${part.replaceAll('"', '""')}"` : part))
    .join(',')
}

/** Escapes expressions of the definition's language, which it evaluates even in JSON. */
function literal(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign)
  if (Array.isArray(value)) return value.map(literal)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [literal(name), literal(each)]))
}
