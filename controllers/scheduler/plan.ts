import type { V1Service } from '../../api/v1/generated/types.ts'
import { groupBy } from '../../api/v1/language/group-by.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { filters, type Candidate, type Filter } from './filters.ts'
import { createHeap } from './heap.ts'
import { closedBy, isOpen, comparedByData } from '../data/pins.ts'
import type { Refusal } from './no-other-node.ts'
import { createSpread } from './spread.ts'

/** The nodes chosen for the tasks, one per task; fewer than asked once no node fits any more. */
export interface Placement {
  readonly nodes: readonly string[]
  /** Why each refused node does not fit; empty when all tasks have a place. */
  readonly because: string
  /** The same by node. */
  readonly refusals: readonly Refusal[]
}

/**
 * Chooses nodes for `count` more tasks of a service, from those that pass every filter. They are ranked by: where its pinned volumes were
 * mounted last; its spread preferences; the fewest tasks of the service; the most services that share a bridge with it; the fewest tasks of
 * any service; where one of the tasks was before; the name. Tasks that go are not counted. Where a pinned volume exists nowhere yet, the
 * first task decides the node, and the others follow it.
 */
export function planPlacement(service: V1Service, candidates: readonly Candidate[], count: number): Placement {
  const [{ pins } = none] = candidates
  if (count < 2 || !isOpen(pins)) return choose(service, candidates, count)
  const first = choose(service, candidates, 1)
  const [node] = first.nodes
  if (node === undefined) return first
  const closed = closedBy(node, pins)
  const others = choose(
    service,
    candidates.map((candidate) => ({ ...candidate, pins: closed })),
    count - 1,
  )
  return { ...others, nodes: [node, ...others.nodes] }
}

const none: Pick<Candidate, 'pins'> = { pins: new Map() }

/** A heap makes each choice O(log nodes). Spread preferences need a scan of all nodes for each choice. */
function choose(service: V1Service, candidates: readonly Candidate[], count: number): Placement {
  if (candidates.length === 0) return { nodes: [], because: noNodeWords([]), refusals: [] }
  const refusals: Refusal[] = []
  const asked = filters.filter((filter) => filter.concerns?.(service) ?? true)
  const fits = (candidate: Candidate): boolean => {
    const refusal = refusalOf(candidate, service, asked)
    if (refusal !== undefined) refusals.push({ node: candidate.node.metadata.name, why: refusal })
    return refusal === undefined
  }
  const fitting = candidates.filter(fits)
  const heap = createSpread(service, { candidates, fitting }, isBetter) ?? createHeap(fitting, isBetter)
  const nodes: string[] = []
  while (nodes.length < count) {
    const best = heap.pop()
    if (!best) return { nodes, because: noNodeWords(refusals), refusals }
    nodes.push(best.node.metadata.name)
    best.placed++
    if (nodes.length < count && fits(best)) heap.push(best)
  }
  return { nodes, because: '', refusals: [] }
}

function refusalOf(candidate: Candidate, service: V1Service, asked: readonly Filter[]): string | undefined {
  for (const filter of asked) {
    const refusal = filter.refuses(candidate, service)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

function isBetter(a: Candidate, b: Candidate): boolean {
  const data = comparedByData(a, b)
  if (data !== 0) return data < 0
  const own = a.own + a.placed - b.own - b.placed
  if (own !== 0) return own < 0
  if (a.peers !== b.peers) return a.peers > b.peers
  const total = a.load + a.placed - b.load - b.placed
  if (total !== 0) return total < 0
  // A job's tasks that take turns: where some have completed, hosts that had none come first.
  if (a.ended !== b.ended) return a.ended < b.ended
  const [stays, moves] = [a.placed < a.replaced, b.placed < b.replaced]
  return stays === moves ? a.node.metadata.name < b.node.metadata.name : stays
}

/** Why no node fits a task. */
export function noNodeWords(refusals: readonly Refusal[]): string {
  return refusals.length === 0 ? 'there is no node: no engine is known' : `no node fits: ${inWords(refusals)}`
}

/** Why a task can go to no other node than its own, from the reasons of all. */
export function noOtherWords(refusals: readonly Refusal[], own: string | undefined): string {
  const others = refusals.filter(({ node }) => node !== own)
  return others.length === 0 ? 'there is no other node' : `no other node fits: ${inWords(others)}`
}

/** At most so many reasons, and nodes with one, are named: nobody reads a thousand. */
const MOST_SAID = 10

/** Each reason once, with its nodes. */
function inWords(refusals: readonly Refusal[]): string {
  const reasons = [...groupBy(refusals, ({ why }) => why)].map(
    ([why, alike]) =>
      `${listNames(
        alike.map(({ node }) => node),
        MOST_SAID,
      )}: ${why}`,
  )
  const shown = reasons.slice(0, MOST_SAID).join('; ')
  return reasons.length > MOST_SAID ? `${shown}; and ${reasons.length - MOST_SAID} more` : shown
}
