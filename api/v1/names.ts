import type { V1ObjectMeta, V1Service, V1Task } from './generated/types.ts'

/** The name of the node that exists without a declaration: the local engine, found by DOCKER_HOST and the Docker contexts. */
export const LOCAL_NODE = 'local'

/** The rule for stack names, for people. */
export const STACK_NAME_RULE = 'lower-case letters, digits, - and _, the first of them a letter or digit'

/** Converts a text to a stack name, as Compose does with a directory's name; empty if nothing is left. */
export function stackNameOf(written: string): string {
  return written
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '')
}

/** Whether the conversion to a stack name drops or changes characters, other than their case. */
export function losesCharacters(written: string): boolean {
  return stackNameOf(written) !== written.toLowerCase()
}

/** The key of a task's service. */
export function serviceKeyOf({ metadata, spec }: Pick<V1Task, 'metadata' | 'spec'>): string {
  return keyFor(metadata.namespace, spec.service)
}

/** The container name of a slot, as in Compose: `shop-web-1`. */
export function containerName(stack: string, service: string, slot: number): string {
  return `${stack}-${service}-${slot}`
}

/** The name of a one-off container, as in Compose: `shop-web-run-1a2b3c4d5e6f`; `random` is of hexadecimal digits. */
export function oneOffName(stack: string, service: string, random: string): string {
  return `${stack}-${service}-run-${random}`
}

/** Whether a name is like those that one-off containers get where they are given none. */
export function looksLikeOneOff(name: string): boolean {
  return /-run-[0-9a-f]{12}$/.test(name)
}

/** The container name of a service's slot: the declared one, else Compose's. */
export function slotName({ metadata, spec }: V1Service, slot: number): string {
  return spec.containerName ?? containerName(metadata.namespace ?? '', metadata.name, slot)
}

/** The container name that a task should have. */
export function wantedName({ metadata, spec }: V1Task): string {
  return spec.containerName ?? containerName(metadata.namespace ?? '', spec.service, spec.slot)
}

/** The name of a slot's second container during a start-first rollout: `shop-web-1.REV`. */
export function temporaryContainerName(container: string, revision: string): string {
  return `${container}.${revision}`
}

/** The name of a task's container while another container still has its proper name. */
export function temporaryName(task: V1Task): string {
  return temporaryContainerName(wantedName(task), task.spec.revision ?? 'new')
}

/** The name of a slot's last failed container, which is kept: `shop-web-1.failed`. */
export function failedContainerName(container: string): string {
  return `${container}.failed`
}

/** Whether a container's name is that of a kept failed container. */
export function isKeptFailure(name: string): boolean {
  return name.endsWith(failedContainerName(''))
}

/** A network's name on the engine, as in Compose: `shop_default`. */
export function networkName(stack: string, name: string): string {
  return `${stack}_${name}`
}

/** A volume's name on the engine, as in Compose: `shop_data`. */
export function volumeName(stack: string, name: string): string {
  return `${stack}_${name}`
}

/** The name of a Network or Volume on the engine: the declared host name, else the bare name if external, else STACK_NAME. */
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

/** The key of a task's slot: `shop/web/1`. */
export function slotKeyOf({ metadata, spec }: Pick<V1Task, 'metadata' | 'spec'>): string {
  return `${metadata.namespace}/${spec.service}/${spec.slot}`
}

export function keyFor(namespace: string | undefined, name: string): string {
  return namespace === undefined ? name : `${namespace}/${name}`
}

/** Splits a key into namespace and name, which never have a slash. */
export function splitKey(key: string): { namespace?: string; name: string } {
  const slash = key.indexOf('/')
  return slash < 0 ? { name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) }
}

/** Splits an id, such as `Service/shop/web` or `Node/a`, into kind and key, and the key as well. */
export function splitId(id: string): { kind: string; key: string; namespace?: string; name: string } {
  const [kind = '', ...parts] = id.split('/')
  const key = parts.join('/')
  return { kind, key, ...splitKey(key) }
}
