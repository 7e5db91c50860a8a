import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import { hasEnded, isRetiring } from '../../api/v1/task-phase.ts'
import { type Known, pinsOf } from './pinned-volumes.ts'

/**
 * Returns the pinned volumes, as `stack/name`, that no node but a task's has: a task that replaces it has to run there. Includes volumes of
 * services on that node which share a namespace with the task's service.
 */
export function heldByVolumes({ metadata, spec: { node, service } }: V1Task, ports: Known): readonly string[] {
  if (node === undefined) return []
  const { store } = ports
  const key = keyFor(metadata.namespace, service)
  const own = store.get('Service', key)
  const sharers = [...store.by('Service', 'shares', key).values()].filter((other) => runsOn(node, other, ports))
  const services = [...(own ? [own] : []), ...sharers]
  return [...new Set(services.flatMap((each) => onlyThere(node, each, ports)))]
}

function runsOn(node: string, service: V1Service, { store }: Known): boolean {
  const tasks = [...store.by('Task', 'service', keyOf(service)).values()]
  return tasks.some((task) => task.spec.node === node && !isRetiring(task) && !hasEnded(task))
}

function onlyThere(node: string, service: V1Service, ports: Known): readonly string[] {
  const pins = [...pinsOf(service, ports)]
  return pins.flatMap(([name, { on, older, refusal }]) =>
    on.has(node) && on.size === 1 && !older?.length && refusal === undefined
      ? [keyFor(service.metadata.namespace, name)]
      : [],
  )
}

/** How a person can move a task: by a command that leaves its unnamed data behind, or only after these volumes were moved. */
export type MovedBy = { readonly moves: string } | { readonly volumes: readonly string[] }

/** How to move a task that its data holds on its node: by a restart, unless no other node has its pinned volumes. */
export function movedBy(task: V1Task, ports: Known): MovedBy {
  const volumes = heldByVolumes(task, ports)
  const { metadata, spec } = task
  return volumes.length > 0 ? { volumes } : { moves: `reconcile restart ${spec.service} -n ${metadata.namespace}` }
}

/** Tells a person to move volumes by hand. */
export function moveByHand(volumes: readonly string[]): string {
  const has = volumes.length === 1 ? 'the volume' : 'the volumes'
  const verb = volumes.length === 1 ? 'has' : 'have'
  return `${has} ${listNames(volumes)} ${verb} to be moved by hand: docs/hosts.md says how, under "To move a volume"`
}

/** How to move several tasks, with each command and each volume once; nothing for a task that nothing holds. */
export function movingWords(tasks: readonly { moves?: string; volumes?: readonly string[] }[]): readonly string[] {
  const moves = [...new Set(tasks.flatMap((each) => (each.moves === undefined ? [] : [`\`${each.moves}\``])))]
  const volumes = [...new Set(tasks.flatMap((each) => each.volumes ?? []))]
  return [
    ...(moves.length > 0 ? [`${listNames(moves)} moves what may leave its data behind`] : []),
    ...(volumes.length > 0 ? [moveByHand(volumes)] : []),
  ]
}
