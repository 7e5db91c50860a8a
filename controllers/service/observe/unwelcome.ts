import type { V1Node, V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { countBy } from '../../../api/v1/language/count-by.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { isGlobal } from '../../../api/v1/service-mode.ts'
import { boundToNode } from '../../holds/bound-to-node.ts'
import type { Ports } from '../../runtime/ports.ts'
import { asFor } from '../../scheduler/candidates.ts'
import { isReady, turnsAway } from '../../scheduler/filters.ts'
import { moveByHand, movedBy } from '../../data/held-by-volume.ts'
import { noOtherNode } from '../../scheduler/no-other-node.ts'
import { elsewhere } from './elsewhere.ts'
import { replicaOf } from '../replica.ts'
import { isOneShot } from '../to-end.ts'

/** What becomes of tasks whose nodes should no longer have them: the node is drained, or the placement forbids it. */
export interface Unwelcome {
  /** The tasks that are to leave, by name, and why, in words. */
  readonly moving: ReadonlyMap<string, string>
  /** Why the others stay, by name. */
  readonly staying: ReadonlyMap<string, string>
  /** The message about tasks that stay though the placement forbids it; absent: none. */
  readonly misplaced?: string
}

const none: Unwelcome = { moving: new Map(), staying: new Map() }

/**
 * Decides which of a service's live tasks are to leave their nodes, as the update strategy allows, and why the others stay. One with a
 * placed successor leaves in any case, as that successor took the room. One on a silent host waits until the host answers or is lost.
 */
export function unwelcomeOf(service: V1Service, live: readonly V1Task[], ports: Ports): Unwelcome {
  const matters = new Map([...perNode(service, live, ports), ...tooMany(service, live)])
  const there = live.filter((task) => matters.has(task))
  if (there.length === 0) return none
  const placed = countBy(live, (task) => (replicaOf(task).unplaced ? undefined : task.spec.slot))
  const isFollowed = (task: V1Task) => replicaOf(task).leaves && (placed.get(task.spec.slot) ?? 0) > 1
  const others = there.filter((task) => !isFollowed(task) && !replicaOf(task).unreached)
  const { movable, staying } = elsewhere(service, others, ports)
  const wordsOf = (task: V1Task) => `${task.spec.node} ${matters.get(task)?.words}`
  const moving = new Map(
    [...there.filter(isFollowed), ...movable].map((task) => [task.metadata.name, wordsOf(task)] as const),
  )
  const forbidden = others.filter((task) => staying.has(task.metadata.name) && !matters.get(task)?.isDrained)
  const [first] = forbidden
  if (!first) return { moving, staying }
  const why = `${first.metadata.name} stays on ${first.spec.node}, which ${matters.get(first)?.words}`
  const more = forbidden.length > 1 ? `; so ${forbidden.length === 2 ? 'does' : 'do'} ${forbidden.length - 1} more` : ''
  const because = staying.get(first.metadata.name)
  const told = toldBy(first, service, ports)
  const remedy = told === '' ? (matters.get(first)?.remedy ?? '') : ''
  return { moving, staying, misplaced: `${why}: ${because}${told}${more}${remedy}` }
}

/** Why a task should leave its node. */
interface Matter {
  readonly words: string
  readonly isDrained?: true
  /** What a person can do about one that is kept by no data. */
  readonly remedy?: string
}

/** Tasks on nodes that are drained, or that the constraints or platforms forbid. */
function perNode(service: V1Service, live: readonly V1Task[], { store }: Ports): ReadonlyMap<V1Task, Matter> {
  const known = new Map<string, Matter | undefined>()
  const matterOf = (task: V1Task, name: string): Matter | undefined => {
    const key = `${name} ${task.spec.template.platform}`
    if (!known.has(key)) known.set(key, matterWith(store.get('Node', name), asFor([task], service)))
    return known.get(key)
  }
  return new Map(
    live.flatMap((task) => {
      const matter = task.spec.node === undefined ? undefined : matterOf(task, task.spec.node)
      return matter ? [[task, matter] as const] : []
    }),
  )
}

/** What a silent node reported may be outdated, so only a drain counts there. Global tasks on forbidden nodes retire anyway. */
function matterWith(node: V1Node | undefined, service: V1Service): Matter | undefined {
  const matter = turnsAway(node, service)
  const isKnown = matter?.isDrained || (node && isReady(node) && !isGlobal(service.spec))
  return isKnown ? matter : undefined
}

/** Tasks beyond `maxReplicasPerNode` on their node: the lowest slots stay. */
function tooMany({ spec }: V1Service, live: readonly V1Task[]): ReadonlyMap<V1Task, Matter> {
  const limit = spec.placement?.maxReplicasPerNode
  if (!limit || isGlobal(spec)) return new Map()
  const bound = live.filter((task) => task.spec.node !== undefined)
  return new Map(
    [...groupBy(bound, (task) => task.spec.node).values()].flatMap((own) => {
      const slots = [...new Set(own.map((task) => task.spec.slot))].sort((a, b) => a - b)
      const over = new Set(slots.slice(limit))
      const words = `has ${slots.length} tasks of it, and ${limit} ${limit === 1 ? 'is' : 'are'} allowed`
      return own.filter((task) => over.has(task.spec.slot)).map((task) => [task, { words, remedy: ALLOW }] as const)
    }),
  )
}

const ALLOW = '; allow more of them on a node, ask for fewer replicas, or declare a node that fits'

/** What a person can do about a task that is kept by its data; empty for one that waits for a place, or for its own end. */
function toldBy(task: V1Task, service: V1Service, ports: Ports): string {
  if (isOneShot(service, ports.store) || boundToNode(task, service, ports) === undefined) return ''
  const by = movedBy(task, ports)
  if ('volumes' in by) return `; ${moveByHand(by.volumes)}`
  // A restart would only wait for a node that may run it.
  const nowhere = noOtherNode(task, service, ports.store)
  return nowhere !== undefined
    ? `; no other node may run it: ${nowhere}`
    : `; \`${by.moves}\` moves it, and leaves that behind`
}
