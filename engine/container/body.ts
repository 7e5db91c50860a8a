import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { containerName, volumeName } from '../../api/v1/names.ts'
import type { ContainerBody, HostConfigBody } from '../types/container.ts'
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
  /** By what else goes into a container, but for what makes it that task's. */
  readonly variants: Map<string, Variant>
}

/** What all tasks of one service on one node share. */
type Variant = Omit<WantedContainer, 'name'>

const bases = new WeakMap<V1TaskTemplate, Base>()
const MOST_VARIANTS = 4096

/**
 * The container of a task on one engine: the create call's body and what follows it. Throws when a network is missing in
 * `networks`. Pure; a further task of the same frozen template costs microseconds.
 */
export function containerBody(args: ContainerArgs): WantedContainer {
  const variant = variantOf(args, baseOf(args.template, args.apiVersion))
  const Labels = containerLabels(args, variant.specHash)
  return { ...variant, name: args.name, body: { ...variant.body, Labels } }
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
    variants: new Map(),
  }
  if (Object.isFrozen(template)) bases.set(template, base)
  return base
}

function variantOf(args: ContainerArgs, base: Base): Variant {
  const key = variantKey(args)
  const known = key === undefined ? undefined : base.variants.get(key)
  if (known) return known
  const variant = makeVariant(args, base)
  if (key === undefined) return variant
  if (base.variants.size >= MOST_VARIANTS) base.variants.clear()
  base.variants.set(key, variant)
  return variant
}

/** Undefined for a template that refers to other containers: who they are changes under it. */
function variantKey({ template, stack, service, image, networks, volumes, secretMounts }: ContainerArgs) {
  const { networkMode, pidMode, ipcMode, volumesFrom, links } = template
  if (volumesFrom || (networkMode && links) || [networkMode, pidMode, ipcMode].some(isReference)) return undefined
  let key = `${stack}\0${service}\0${image}`
  for (const { network, name, id } of networks) key += `\0${network}\0${name}\0${id}`
  for (const resource in volumes) key += `\0${resource}\0${volumes[resource]}`
  for (const { source, target } of secretMounts ?? []) key += `\0${source}\0${target}`
  return key
}

function isReference(mode: string | undefined): boolean {
  return mode !== undefined && /^(service|container):/.test(mode)
}

function makeVariant(args: ContainerArgs, base: Base): Variant {
  const { template } = args
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
  return {
    body,
    ...(template.platform ? { platform: template.platform } : {}),
    connectAfter: later.map(({ id, endpoint }) => ({ network: id, endpoint })),
    networks,
    delivered,
    specHash: containerSpecHash(body, { template, networks, delivered }),
    unsupported: base.unsupported,
  }
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
  if (mode === undefined || !isReference(mode)) return mode
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
