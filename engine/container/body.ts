import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { containerName, volumeName } from '../../api/v1/names.ts'
import type { ContainerBody, HostConfigBody } from '../types.ts'
import { atLeast, since } from './api-version.ts'
import { configBody } from './config.ts'
import { isUserNetwork, legacyMacAddress, linkLine, wantedEndpoints } from './endpoints.ts'
import { hostConfigBody } from './host-config.ts'
import { containerLabels } from './labels.ts'
import { mountsBody, secretMountBody } from './mounts.ts'
import { present, some } from './present.ts'
import { containerSpecHash } from './spec-hash.ts'
import { unsupportedFields } from './unsupported.ts'
import type { ContainerArgs, WantedContainer, WantedEndpoint } from './want.ts'

/** What follows from a frozen template and an API version alone. */
interface Base {
  readonly apiVersion: string
  readonly config: Partial<ContainerBody>
  readonly host: HostConfigBody
  readonly unsupported: WantedContainer['unsupported']
  /** Spec hash by the text of what else goes into it. */
  readonly hashes: Map<string, string>
}

const bases = new WeakMap<V1TaskTemplate, Base>()

/**
 * The container of a task on one engine: the create call's body and what follows it. Throws when a network is missing in
 * `networks`. Pure; a further task of the same frozen template costs microseconds.
 */
export function containerBody(args: ContainerArgs): WantedContainer {
  const { template } = args
  const base = baseOf(template, args.apiVersion)
  const networks = wantedEndpoints(args)
  const { first, later } = splitEndpoints(networks, args.apiVersion)
  const body: ContainerBody = {
    ...base.config,
    Image: args.image ?? template.image ?? '',
    HostConfig: hostFor(args, base, networks),
    ...(first.length > 0
      ? { NetworkingConfig: { EndpointsConfig: Object.fromEntries(first.map(({ id, endpoint }) => [id, endpoint])) } }
      : {}),
  }
  const delivered = (args.secretMounts ?? []).map(({ target }) => target)
  const specHash = hashFor(body, { args, base, networks, delivered })
  body.Labels = containerLabels(args, specHash)
  return {
    name: args.name,
    body,
    ...(template.platform ? { platform: template.platform } : {}),
    connectAfter: later.map(({ id, endpoint }) => ({ network: id, endpoint })),
    networks,
    delivered,
    specHash,
    unsupported: base.unsupported,
  }
}

function baseOf(template: V1TaskTemplate, apiVersion: string): Base {
  const known = bases.get(template)
  if (known?.apiVersion === apiVersion) return known
  const mac = legacyMacAddress(template, apiVersion)
  const base: Base = {
    apiVersion,
    config: { ...configBody(template, apiVersion), ...(mac ? { MacAddress: mac } : {}) },
    host: hostConfigBody(template, apiVersion),
    unsupported: unsupportedFields(template, apiVersion),
    hashes: new Map(),
  }
  if (Object.isFrozen(template)) bases.set(template, base)
  return base
}

/** Engines under API 1.44 refuse a second network in the create. */
function splitEndpoints(networks: readonly WantedEndpoint[], apiVersion: string) {
  if (atLeast(apiVersion, since.manyNetworks)) return { first: networks, later: [] }
  return { first: networks.slice(0, 1), later: networks.slice(1) }
}

function hostFor(args: ContainerArgs, base: Base, networks: readonly WantedEndpoint[]): HostConfigBody {
  const { template, apiVersion, stack, volumes = {} } = args
  const { Binds, Mounts = [] } = mountsBody(template.mounts, {
    apiVersion,
    volumeName: (resource) => volumes[resource] ?? volumeName(stack, resource),
  })
  return {
    ...base.host,
    ...present({
      NetworkMode: networks[0]?.id ?? namespaceOf(template.networkMode, args),
      PidMode: namespaceOf(template.pidMode, args),
      IpcMode: namespaceOf(template.ipcMode, args),
      VolumesFrom: some(template.volumesFrom?.map((from) => volumesFrom(from, args))),
      Links: legacyLinks(args),
      Binds,
      Mounts: some([...Mounts, ...(args.secretMounts ?? []).map(secretMountBody)]),
    }),
  }
}

/** `service:NAME` and `container:NAME` become `container:ID`, as the engine itself keeps them; anything else stays. */
function namespaceOf(mode: string | undefined, args: ContainerArgs): string | undefined {
  if (mode === undefined || !/^(service|container):/.test(mode)) return mode
  return `container:${idOf(mode, args)}`
}

function idOf(reference: string, { containers, stack }: ContainerArgs): string {
  const [kind, name = ''] = reference.split(':', 2)
  return containers?.(reference)[0]?.id ?? (kind === 'service' ? containerName(stack, name, 1) : name)
}

/** SERVICE[:ro|rw] or container:NAME[:ro|rw] becomes ID[:ro|rw]. */
function volumesFrom(from: string, args: ContainerArgs): string {
  const match = /^(container:)?(.*?)(:ro|:rw)?$/.exec(from)
  const [, container, name = '', mode = ''] = match ?? []
  return `${idOf(`${container ? 'container' : 'service'}:${name}`, args)}${mode}`
}

/** Links of the engine's own bridge, by container name; on other networks they are part of the endpoint. */
function legacyLinks(args: ContainerArgs): string[] | undefined {
  const { links = [], externalLinks = [], networkMode } = args.template
  if (networkMode === undefined || isUserNetwork(networkMode)) return undefined
  const services = links.flatMap((link) => {
    const [service = '', alias = service] = link.split(':')
    const found = args.containers?.(`service:${service}`) ?? []
    const names = found.length > 0 ? found.map(({ name }) => name) : [containerName(args.stack, service, 1)]
    return names.map((name) => `${name}:${alias}`)
  })
  return some([...services, ...externalLinks.map(linkLine)])
}

interface HashContext {
  readonly args: ContainerArgs
  readonly base: Base
  readonly networks: readonly WantedEndpoint[]
  readonly delivered: readonly string[]
}

function hashFor(body: ContainerBody, { args, base, networks, delivered }: HashContext): string {
  const { template, service, stack, volumes } = args
  const others = [service, stack, body.Image, volumes ?? '', networks.map(({ name }) => name), delivered]
  const key = JSON.stringify(others)
  let hash = base.hashes.get(key)
  if (hash === undefined) {
    hash = containerSpecHash(body, { template, networks, delivered })
    base.hashes.set(key, hash)
  }
  return hash
}
