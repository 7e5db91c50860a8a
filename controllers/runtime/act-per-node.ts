import { holdReasons } from '../../api/v1/reasons.ts'
import { groupBy } from '../../api/v1/language/group-by.ts'
import type { Cancel } from '../../clock/clock.ts'
import type { Held } from './conditions.ts'
import type { Pass } from './controller.ts'
import { withPatience } from './patience.ts'
import type { Ports } from './ports.ts'
import { notDoneYet } from './who-does-it.ts'

/** How a caller of `actPerNode` carries out its actions. */
export interface Deeds<A> {
  /** Carries out one action. Returns an action that describes the outcome where it is not the planned one. */
  readonly act: (action: A) => Promise<A | undefined>
  /**
   * Returns the hold to report for an action that failed; the node's next actions are then still done. Absent: a failure ends the node's
   * actions.
   */
  readonly failed?: (action: A, error: unknown) => A
  /** How to report nodes that answer slowly. Absent: the status is only written at the end of the pass. */
  readonly slow?: Slow<A>
}

interface Slow<A> {
  /** What an action asks of its engine, such as `create the network shop_default`; undefined for one that takes no time. */
  readonly asks: (action: A) => string | undefined
  /** Why the last attempt at an action failed, for a reader that does not try itself. */
  readonly before?: (action: A) => Held | undefined
  /** Writes the interim status: called once per pass, while the pass waits, with the actions done and the holds of silent nodes. */
  readonly say: (actions: Acted<A>['actions']) => void
}

/** The hold of a node that has not answered yet, or is not asked. */
interface UnderWay extends Held {
  readonly do: 'hold'
}

/** The outcome of a set of actions. */
export interface Acted<A> {
  /** In the planned order the actions done, or the holds in their place; then one hold per node that has not answered yet. */
  readonly actions: readonly (A | UnderWay)[]
  readonly failures: readonly unknown[]
}

/** How long a pass waits for all its nodes, ms; after that it ends as soon as its key is woken. */
const PATIENCE_MS = 100

/** When a pass that still waits writes an interim status, ms; most calls are answered sooner. */
const SAID_AFTER_MS = 1_000

/**
 * Runs the actions: nodes in parallel, the actions of one node in order. A slow node does not delay the others: when the key is woken, the
 * pass ends and the node's work continues in the background. The next pass skips that node while it works, and later gets its failures.
 */
export async function actPerNode<A extends { readonly node: string }>(
  planned: readonly A[],
  deeds: Deeds<A>,
  { run, ports }: { readonly run: Pass; readonly ports: Ports },
): Promise<Acted<A>> {
  const { atNodes } = run
  const instead = new Map<A, A>()
  const failures: unknown[] = []
  const begun = new Set<string>()
  const slow = unheard(run)
  for (const [node, actions] of groupBy(planned, ({ node }) => node)) {
    const before = atNodes.pieces.get(node)
    if (slow.has(node)) continue
    if (before && before.failures.length > 0 && !before.isStale())
      for (const action of actions) instead.set(action, deeds.failed?.(action, before.failures[0]) ?? action)
    else {
      begun.add(node)
      atNodes.begin(node, (misses) => inOrder(actions, deeds, { instead, misses }))
    }
  }
  const standing = (unheard: ReadonlySet<string>): Acted<A>['actions'] => {
    const heard = planned.filter(({ node }) => !unheard.has(node)).map((action) => instead.get(action) ?? action)
    return [...heard, ...[...unheard].map((node) => underWay(node, planned, { ...deeds, ports }))]
  }
  const cancel = sayUnheard(planned, deeds, { run, ports, standing })
  await endedOrAsked(begun, run, ports)
  cancel()
  for (const [node, piece] of atNodes.pieces) {
    if (slow.has(node)) continue
    if (piece.endedAt !== undefined) {
      if (begun.has(node) || !piece.isStale()) failures.push(...piece.failures)
      atNodes.forget(node)
    } else slow.add(node)
  }
  return { actions: standing(slow), failures }
}

interface Saying<A> {
  readonly run: Pass
  readonly ports: Ports
  readonly standing: (unheard: ReadonlySet<string>) => Acted<A>['actions']
}

interface Left {
  readonly before: Held | undefined
  readonly ports: Ports
}

/**
 * The hold that a read-only process reports for an action. Another process may be doing it now, may have been killed, or may have failed
 * (`before`).
 */
function toBeDone(node: string, asked: string, { before, ports }: Left): UnderWay {
  return { do: 'hold', ...(before ?? notDoneYet(node, asked, ports)) }
}

/** Schedules the interim status for nodes that have not answered after a while; returns how to cancel it. */
function sayUnheard<A extends { readonly node: string }>(
  planned: readonly A[],
  { slow }: Deeds<A>,
  { run, ports, standing }: Saying<A>,
): Cancel {
  if (!slow || planned.every((action) => slow.asks(action) === undefined)) return () => {}
  if (ports.onlyLooks) {
    const said = (action: A) => {
      const asked = slow.asks(action)
      return asked === undefined ? action : toBeDone(action.node, asked, { before: slow.before?.(action), ports })
    }
    slow.say(planned.map(said))
    return () => {}
  }
  return ports.clock.after(SAID_AFTER_MS, () => {
    if (!run.signal.aborted) slow.say(standing(unheard(run)))
  })
}

/** The nodes where work for the key is still under way. */
function unheard({ atNodes }: Pass): Set<string> {
  return new Set([...atNodes.pieces].filter(([, { endedAt }]) => endedAt === undefined).map(([node]) => node))
}

/** Never rejects: failures are collected in `misses`. */
async function inOrder<A>(
  actions: readonly A[],
  { act, failed }: Deeds<A>,
  { instead, misses }: { readonly instead: Map<A, A>; readonly misses: unknown[] },
): Promise<void> {
  for (const action of actions) {
    try {
      const other = await act(action)
      if (other) instead.set(action, other)
    } catch (error) {
      misses.push(error)
      if (!failed) return
      instead.set(action, failed(action, error))
    }
  }
}

/**
 * Waits until all nodes have ended, or the key is woken after PATIENCE_MS. With a single host it always waits to the end, as no other node
 * would gain.
 */
async function endedOrAsked(
  nodes: ReadonlySet<string>,
  run: Pass,
  { inventory, clock }: Pick<Ports, 'inventory' | 'clock'>,
): Promise<void> {
  const ended = Promise.all([...nodes].map((node) => run.atNodes.pieces.get(node)?.end))
  if (inventory.hosts().length < 2) return void (await ended)
  await withPatience(ended, { ms: PATIENCE_MS, clock, until: () => run.asked() })
}

function underWay<A extends { readonly node: string }>(
  node: string,
  planned: readonly A[],
  { slow, ports }: Deeds<A> & { readonly ports: Ports },
): UnderWay {
  const first = planned.find((action) => action.node === node && slow?.asks(action) !== undefined)
  const asked = first && slow?.asks(first)
  if (first && asked !== undefined && ports.onlyLooks)
    return toBeDone(node, asked, { before: slow?.before?.(first), ports })
  const because =
    asked === undefined
      ? `${node} has not answered a call yet`
      : `${node} was asked to ${asked}, and has not answered yet`
  return { do: 'hold', node, reason: holdReasons.underWay, because }
}
