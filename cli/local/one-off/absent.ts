import type { V1Service, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { hostNameOf, keyFor } from '../../../api/v1/names.ts'
import { networksOf, volumesOf } from '../../../api/v1/template-refs.ts'
import { isAwaited } from '../../../controllers/ownership/awaited.ts'
import { shellWord } from '../../../api/v1/language/shell-word.ts'
import type { Key, Store } from '../../../store/objects/store.ts'

/** The kind of resource that a one-off container lacks, and a check whether one exists. */
export interface Absent {
  readonly kind: 'network' | 'volume'
  readonly isThere: (name: string) => boolean
}

/**
 * The remedy for a missing network or volume. It is created for tasks, so an apply does not help while no service that uses it has
 * replicas. External ones must be created by hand.
 */
export function absentRemedy(service: V1Service, { kind, isThere }: Absent, store: Store): string {
  const { name: own, namespace: stack = '' } = service.metadata
  const named = kind === 'network' ? networksOf : volumesOf
  const missing = named(service.spec.template).filter((name) => !isThere(name))
  const outside = missing.flatMap((name) => externalHostName(kind, keyFor(stack, name), store) ?? [])[0]
  if (outside !== undefined)
    return `create it with \`docker ${kind} create ${shellWord(outside)}\` on that host, or take \`external\` away from its declaration and apply that`
  const alone = missing.find((name) => {
    const uses = (template: V1TaskTemplate) => named(template).includes(name)
    return !isAwaited(stack, uses, store)
  })
  if (alone === undefined)
    return `it is there while a task of the stack uses it: apply the stack, and see \`reconcile status -n ${stack}\``
  const scale = (replicas: number) => `\`reconcile scale ${own}=${replicas} -n ${stack}\``
  return kind === 'volume'
    ? `no service with replicas uses it: ${scale(1)} makes it, and it stays after ${scale(0)}`
    : `no service with replicas uses it: let one use ${alone} too, or have it there for the time with ${scale(1)}`
}

function externalHostName(kind: Absent['kind'], key: Key, store: Store): string | undefined {
  const object = kind === 'network' ? store.get('Network', key) : store.get('Volume', key)
  return object?.spec.external ? hostNameOf(object) : undefined
}
