import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { composeLabels, labels } from '../../api/v1/labels.ts'
import { containerName, volumeName } from '../../api/v1/names.ts'
import type { ContainerBody, HostConfigBody } from '../types/container.ts'
import type { StringMap } from '../types/string-map.ts'
import { atLeast, since } from './api-version.ts'
import { configBody } from './config.ts'
import { isUserNetwork, legacyMacAddress, wantedEndpoints } from './endpoints.ts'
import { hostConfigBody } from './host-config.ts'
import { containerLabels } from './labels.ts'
import { linkLine } from './links.ts'
import { mountsBody, secretMountBody } from './mounts.ts'
import { present, some } from './present.ts'
import { containerSpecHash } from './spec-hash.ts'
import { unsupportedFields } from './unsupported.ts'
import type { ContainerArgs, WantedContainer, WantedEndpoint } from './want.ts'

/** What depends only on a frozen template and an API version. */
interface Base {
  readonly apiVersion: string
  readonly takesAllNetworks: boolean
  readonly config: Partial<ContainerBody>
  readonly host: HostConfigBody
  readonly unsupported: WantedContainer['unsupported']
  /** Shapes by their other inputs, without network ids and the task's identity. */
  readonly shapes: Map<string, Shape>
}

/** What the tasks of one service share on nodes of one API version: they differ only in name, identity labels and network ids. */
interface Shape extends Pick<WantedContainer, 'delivered' | 'specHash'> {
  /** The labels of its first task, and the arguments they were made from. Other tasks mostly differ in just two labels. */
  readonly labels: StringMap
  readonly labelled: ContainerArgs
  /** The body without labels, and with the network ids of the first node. */
  readonly body: ContainerBody
  /** The endpoints of the first node; `place` is the index in the args' networks from which a node's own id is taken. */
  readonly networks: readonly (WantedEndpoint & { readonly place: number })[]
}

const bases = new WeakMap<V1TaskTemplate, Base>()
const MOST_SHAPES = 256

/**
 * Returns the desired container of a task on one engine: the create body and the steps after it. Throws when a network is missing from
 * `networks`. Pure; another task of the same frozen template costs microseconds.
 */
export function containerBody(args: ContainerArgs): WantedContainer {
  const base = baseOf(args.template, args.apiVersion)
  const shape = shapeOf(args, base)
  const networks = shape.networks.map(({ place, id: usual, name, endpoint }) => {
    const id = args.networks[place]?.id ?? usual
    return { id, name, endpoint }
  })
  // Engines before API 1.44 refuse a second network in the create.
  const first = base.takesAllNetworks ? networks : networks.slice(0, 1)
  const later = networks.slice(first.length)
  return {
    name: args.name,
    body: {
      ...shape.body,
      ...onNetworks(shape.body, first),
      Labels: labelsLike(shape, args),
    },
    ...(args.template.platform ? { platform: args.template.platform } : {}),
    connectAfter: later.map(({ id, endpoint }) => ({ network: id, endpoint })),
    networks,
    delivered: shape.delivered,
    specHash: shape.specHash,
    shape,
    unsupported: base.unsupported,
  }
}

function labelsLike({ labels: like, labelled, specHash }: Shape, args: ContainerArgs): StringMap {
  const isLike =
    labelled.revision === args.revision &&
    labelled.installation === args.installation &&
    labelled.project?.workingDir === args.project?.workingDir &&
    labelled.project?.configFiles?.join() === args.project?.configFiles?.join() &&
    labelled.project?.dependsOn === args.project?.dependsOn
  if (!isLike) return containerLabels(args, specHash)
  return { ...like, [labels.task]: args.task, [composeLabels.containerNumber]: String(args.slot) }
}

/** The parts of a body that contain network ids. */
function onNetworks(
  { HostConfig, MacAddress }: ContainerBody,
  first: readonly WantedEndpoint[],
): Partial<ContainerBody> {
  const [primary] = first
  if (!primary) return {}
  return {
    // Engines before API 1.44 give the MAC address to the network of the mode, which they then only find by name.
    HostConfig: { ...HostConfig, NetworkMode: MacAddress === undefined ? primary.id : primary.name },
    NetworkingConfig: { EndpointsConfig: Object.fromEntries(first.map(({ id, endpoint }) => [id, endpoint])) },
  }
}

function baseOf(template: V1TaskTemplate, apiVersion: string): Base {
  const known = bases.get(template)
  if (known?.apiVersion === apiVersion) return known
  const mac = legacyMacAddress(template, apiVersion)
  const base: Base = {
    apiVersion,
    takesAllNetworks: atLeast(apiVersion, since.manyNetworks),
    config: { ...configBody(template, apiVersion), ...(mac ? { MacAddress: mac } : {}) },
    host: hostConfigBody(template, apiVersion),
    unsupported: unsupportedFields(template, apiVersion),
    shapes: new Map(),
  }
  if (Object.isFrozen(template)) bases.set(template, base)
  return base
}

function shapeOf(args: ContainerArgs, base: Base): Shape {
  const key = shapeKey(args)
  const known = key === undefined ? undefined : base.shapes.get(key)
  if (known) return known
  const shape = makeShape(args, base)
  if (key === undefined) return shape
  if (base.shapes.size >= MOST_SHAPES) base.shapes.clear()
  base.shapes.set(key, shape)
  return shape
}

/** The key of a shape; undefined for a template that refers to other containers, as their ids may change. */
function shapeKey({ template, stack, service, image, networks, volumes, secretMounts }: ContainerArgs) {
  const { networkMode, pidMode, ipcMode, volumesFrom, links } = template
  const isOnOwn = networkMode !== undefined || networks.some(({ name }) => !isUserNetwork(name))
  if (volumesFrom || (isOnOwn && links) || [networkMode, pidMode, ipcMode].some(isReference)) return undefined
  let key = `${stack}\0${service}\0${image}`
  for (const { network, name } of networks) key += `\0${network}\0${name}`
  for (const resource in volumes) key += `\0${resource}\0${volumes[resource]}`
  for (const { source, target } of secretMounts ?? []) key += `\0${source}\0${target}`
  return key
}

function isReference(mode: string | undefined): boolean {
  return mode !== undefined && /^(service|container):/.test(mode)
}

function makeShape(args: ContainerArgs, base: Base): Shape {
  const { template } = args
  const networks = wantedEndpoints(args)
  const body: ContainerBody = {
    ...base.config,
    Image: args.image ?? template.image ?? '',
    HostConfig: hostFor(args, base, networks),
  }
  const delivered = (args.secretMounts ?? []).map(({ target }) => target)
  const specHash = containerSpecHash(body, { template, networks, delivered })
  const placed = networks.map((one) => ({ ...one, place: args.networks.findIndex(({ id }) => id === one.id) }))
  return {
    body,
    networks: placed,
    delivered,
    specHash,
    labels: Object.freeze(containerLabels(args, specHash)),
    labelled: args,
  }
}

function hostFor(args: ContainerArgs, base: Base, networks: readonly WantedEndpoint[]): HostConfigBody {
  const { template, apiVersion, stack, volumes = {} } = args
  const { Binds, Mounts = [] } = mountsBody(template.mounts, {
    apiVersion,
    volumeName: (resource) => volumes[resource] ?? volumeName(stack, resource),
    ...present({ volumeDriver: template.volumeDriver }),
  })
  return {
    ...base.host,
    ...present({
      NetworkMode: networks[0]?.id ?? namespaceOf(template.networkMode, args),
      PidMode: namespaceOf(template.pidMode, args),
      IpcMode: namespaceOf(template.ipcMode, args),
      VolumesFrom: some(template.volumesFrom?.map((from) => volumesFrom(from, args))),
      Links: legacyLinks(args, networks[0]?.id ?? template.networkMode),
      Binds,
      Mounts: some([...Mounts, ...(args.secretMounts ?? []).map(secretMountBody)]),
    }),
  }
}

/** Resolves `service:NAME` and `container:NAME` to `container:ID`, as engines store them; other modes stay. */
function namespaceOf(mode: string | undefined, args: ContainerArgs): string | undefined {
  if (mode === undefined || !isReference(mode)) return mode
  return `container:${idOf(mode, args)}`
}

function idOf(reference: string, { containers, stack }: ContainerArgs): string {
  const [kind, name = ''] = reference.split(':', 2)
  return containers?.(reference)[0]?.id ?? (kind === 'service' ? containerName(stack, name, 1) : name)
}

/** Resolves SERVICE[:ro|rw] or container:NAME[:ro|rw] to ID[:ro|rw]. */
function volumesFrom(from: string, args: ContainerArgs): string {
  const match = /^(container:)?(.*?)(:ro|:rw)?$/.exec(from)
  const [, container, name = '', mode = ''] = match ?? []
  return `${idOf(`${container ? 'container' : 'service'}:${name}`, args)}${mode}`
}

/** Links on the engine's default bridge, by container name; on other networks they are part of the endpoint, and `none` leads nowhere. */
function legacyLinks(args: ContainerArgs, mode: string | undefined): string[] | undefined {
  const { links = [], externalLinks = [] } = args.template
  if (mode === undefined || mode === 'none' || isUserNetwork(mode)) return undefined
  const services = links.flatMap((link) => serviceLinks(link, args))
  return some([...new Set([...services, ...externalLinks.map(linkLine)])])
}

/** Links to a service's containers, named as in Compose: the first by the alias, and each as `redis_1` and by its own name. */
function serviceLinks(link: string, args: ContainerArgs): string[] {
  const [service = '', alias = service] = link.split(':')
  const found = args.containers?.(`service:${service}`) ?? []
  const names = found.length > 0 ? found.map(({ name }) => name) : [containerName(args.stack, service, 1)]
  const each = names.flatMap((name) => [`${name}:${withoutStack(name, args.stack)}`, `${name}:${name}`])
  return [`${names[0]}:${alias}`, ...each]
}

/** Turns `shop-redis-1` into `redis_1`, with any separators; a custom name stays. */
function withoutStack(name: string, stack: string): string {
  const [, service, slot] = name.startsWith(stack) ? (/^[-_](.+)[-_](\d+)$/.exec(name.slice(stack.length)) ?? []) : []
  return service === undefined ? name : `${service}_${slot}`
}
