import type { PullArgs } from '../engine.ts'
import type { BuildArgs } from '../types/build.ts'
import type { RegistryAuth } from '../registry-auth.ts'
import type { StringMap } from '../types/string-map.ts'
import { takesAgent, WITHOUT_AGENT } from '../build/without-agent.ts'
import { NOT_HERE, withoutBuildx } from '../build/without-buildx.ts'
import { directoriesIn } from './archive.ts'
import { digestOf } from './ids.ts'
import { addImage, emitImage, fullReference, lookUp, registryDigest, setReference, storePulled } from './images.ts'
import { draw } from './latency.ts'
import { refuse } from './refusal.ts'
import type { HostState } from './state.ts'

export function resolveImage(host: HostState, reference: string): { digest: string } {
  return { digest: registryDigest(lookUp(host, reference)) }
}

/** Pulls an image, with latency and progress in quarters; an unavailable image fails at once. */
export function pullImage(host: HostState, args: PullArgs, ended: AbortSignal): Promise<void> {
  const found = lookUp(host, args.image)
  const { password } = found.image
  if (password !== undefined && password !== passwordOf(args)) refuse(500, 'unauthorized: authentication required')
  const total = found.image.sizeBytes ?? 4_000_000
  const ms = found.image.pullMs ?? draw(host.random, host.latency.pull)
  const report = (part: number) => args.onProgress?.({ step: 'Downloading', done: Math.floor(total * part), total })
  return inQuarters(host, { ms, report, ended }, () => void storePulled(host, found))
}

function passwordOf({ login }: PullArgs): string | undefined {
  if (login?.auth === undefined) return undefined
  const { password }: RegistryAuth = JSON.parse(Buffer.from(login.auth.reveal()).toString('utf8'))
  return password
}

/** Builds an image: its id is derived from the content hash, its config comes from a registry entry of one of its names, if any. */
export function buildImage(host: HostState, args: BuildArgs, ended: AbortSignal): Promise<{ id: string }> {
  const entries = args.tags.flatMap((tag) => host.registry(fullReference(tag)) ?? [])
  const known = entries.find(({ config }) => Object.keys(config?.Volumes ?? {}).length > 0) ?? entries[0]
  if (args.buildkit !== undefined && host.info.buildx === undefined) refuse(501, withoutBuildx(args.buildkit, NOT_HERE))
  if (takesAgent(args) && !host.info.sshAgent) refuse(501, WITHOUT_AGENT)
  if (known?.failing !== undefined) refuse(500, known.failing)
  const report = (part: number) => args.onProgress?.({ step: `Step ${part * 4}/4`, done: part * 4, total: 4 })
  const ms = known?.pullMs ?? draw(host.random, host.latency.build)
  return inQuarters(host, { ms, report, ended }, () => {
    const id = digestOf(`build ${args.contentHash} ${args.target ?? ''}`)
    const labels = { ...known?.config?.Labels, ...args.labels }
    const image = addImage(host, { ...known, id, config: { ...known?.config, Labels: labels } })
    for (const tag of args.tags) {
      setReference(host, fullReference(tag), image)
      emitImage(host, { action: 'tag', id, name: fullReference(tag) })
    }
    return { id }
  })
}

/** Imports an image from an archive: without a command, and with only the archive's directories. */
export function importImage(
  host: HostState,
  args: { readonly image: string; readonly tar: Uint8Array; readonly labels?: Readonly<StringMap> },
): { id: string } {
  const reference = fullReference(args.image)
  const known = host.registry(reference)
  const id = digestOf(`import ${reference} ${args.tar.length} ${JSON.stringify(args.labels ?? {})}`)
  const image = addImage(host, {
    id,
    sizeBytes: args.tar.length,
    config: { ...(args.labels === undefined ? {} : { Labels: { ...args.labels } }) },
    directories: [...directoriesIn(args.tar)],
    ...(known?.behaviour === undefined ? {} : { behaviour: known.behaviour }),
  })
  setReference(host, reference, image)
  emitImage(host, { action: 'tag', id, name: reference })
  emitImage(host, { action: 'import', id, name: id })
  return { id }
}

function inQuarters<T>(
  host: HostState,
  how: { ms: number; report: (part: number) => void; ended: AbortSignal },
  finish: () => T,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const step = (part: number) => {
      if (how.ended.aborted) return
      how.report(part)
      if (part < 1) host.power.after(how.ms / 4, () => step(part + 0.25))
      else settle()
    }
    const settle = () => {
      try {
        resolve(finish())
      } catch (error) {
        reject(error)
      }
    }
    step(0)
  })
}
