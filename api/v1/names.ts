import type { V1ObjectMeta, V1Service, V1Task } from './generated/types.ts'

/** The node that is there without being declared: the engine of this machine, as DOCKER_HOST and the Docker contexts choose it. */
export const LOCAL_NODE = 'local'

/** What a stack's name is made of, for people. */
export const STACK_NAME_RULE = 'lower-case letters, digits, - and _, the first of them a letter or digit'

/** A text as the name of a stack, as Compose makes one of a directory's name; empty where nothing is left. */
export function stackNameOf(written: string): string {
  return written
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '')
}

/** Whether more than its case changes where a text becomes the name of a stack. */
export function losesCharacters(written: string): boolean {
  return stackNameOf(written) !== written.toLowerCase()
}

/** The key of the service that a task is of. */
export function serviceKeyOf({ metadata, spec }: Pick<V1Task, 'metadata' | 'spec'>): string {
  return keyFor(metadata.namespace, spec.service)
}

/** The name of the container of a slot, as Compose has it: `shop-web-1`. */
export function containerName(stack: string, service: string, slot: number): string {
  return `${stack}-${service}-${slot}`
}

/** The name that a service's container of a slot is to have: as declared, else Compose's. */
export function slotName({ metadata, spec }: V1Service, slot: number): string {
  return spec.containerName ?? containerName(metadata.namespace ?? '', metadata.name, slot)
}

/** The name that a task's container is to have. */
export function wantedName({ metadata, spec }: V1Task): string {
  return spec.containerName ?? containerName(metadata.namespace ?? '', spec.service, spec.slot)
}

/** The name of the second container of a slot during a start-first update: `shop-web-1.REV`. */
export function temporaryContainerName(container: string, revision: string): string {
  return `${container}.${revision}`
}

/** The name that a task's container has while another has the one that it is to have. */
export function temporaryName(task: V1Task): string {
  return temporaryContainerName(wantedName(task), task.spec.revision ?? 'new')
}

/** The name under which a slot's last failed container is kept: `shop-web-1.failed`. */
export function failedContainerName(container: string): string {
  return `${container}.failed`
}

/** Whether a container's name says that it is kept as the last failed one of its slot. */
export function isKeptFailure(name: string): boolean {
  return name.endsWith(failedContainerName(''))
}

/** The engine's name of a network, as Compose has it: `shop_default`. */
export function networkName(stack: string, name: string): string {
  return `${stack}_${name}`
}

/** The engine's name of a volume, as Compose has it: `shop_data`. */
export function volumeName(stack: string, name: string): string {
  return `${stack}_${name}`
}

/** The engine's name of a Network or Volume: as declared; else an external one's bare name, and STACK_NAME for ours. */
export function hostNameOf(object: {
  metadata: Pick<V1ObjectMeta, 'name' | 'namespace'>
  spec: { hostName?: string; external?: boolean }
}): string {
  const { name, namespace } = object.metadata
  if (object.spec.hostName !== undefined) return object.spec.hostName
  return object.spec.external || namespace === undefined ? name : networkName(namespace, name)
}

/** The key of an object among those of its kind: `shop/web`, or `local` for a cluster-wide one. */
export function keyOf(object: { metadata: Pick<V1ObjectMeta, 'name' | 'namespace'> }): string {
  return keyFor(object.metadata.namespace, object.metadata.name)
}

/** The slot of its service that a task is in, as `shop/web/1`: the key of those of one slot. */
export function slotKeyOf({ metadata, spec }: Pick<V1Task, 'metadata' | 'spec'>): string {
  return `${metadata.namespace}/${spec.service}/${spec.slot}`
}

/** The key of a namespace and a name. */
export function keyFor(namespace: string | undefined, name: string): string {
  return namespace === undefined ? name : `${namespace}/${name}`
}

/** The parts of a key. Names never have a slash. */
export function splitKey(key: string): { namespace?: string; name: string } {
  const slash = key.indexOf('/')
  return slash < 0 ? { name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) }
}
