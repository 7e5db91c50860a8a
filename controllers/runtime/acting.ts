import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Node } from '../../api/v1/generated/types.ts'
import { conditionTypes, holdReasons, nodeReasons } from '../../api/v1/reasons.ts'
import { groupBy } from '../../api/v1/language/group-by.ts'
import type { Cancel } from '../../clock/clock.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import type { Held } from './conditions.ts'
import type { Pass } from './controller.ts'
import type { Ports } from './ports.ts'

/** The engine of a node; throws Unreachable when the node is not known, so that the key backs off. */
export function engineOf(node: string, ports: Ports): Engine {
  const engine = ports.engine(node)
  if (engine) return engine
  throw new EngineError('Unreachable', { node, tried: 'find its engine', detail: 'no such node is connected' })
}

/** How actions are done. */
export interface Deeds<A> {
  /** Does one; answers what it came to where that is not what was planned. */
  readonly act: (action: A) => Promise<A | undefined>
  /** What stands in place of one that failed, so that the node's next ones are done all the same; absent: they are not. */
  readonly failed?: (action: A, error: unknown) => A
  /** What is said of a node that takes long; absent: it is told of at the end of the pass alone. */
  readonly slow?: Slow<A>
}

interface Slow<A> {
  /** What an action asks of its engine, as `create the network shop_default`; undefined: nothing that takes long. */
  readonly asks: (action: A) => string | undefined
  /** Why an action failed the last time, as far as that is known to who has not tried it. */
  readonly before?: (action: A) => Held | undefined
  /** Called once in a pass, while it waits, with what stands until then. */
  readonly say: (actions: Acted<A>['actions']) => void
}

/** What stands for a node that has not answered yet, or is not asked. */
interface UnderWay extends Held {
  readonly do: 'hold'
}

/** What actions came to. */
export interface Acted<A> {
  /** In their order, what was done or stands in place of it; last the nodes that have not answered yet. */
  readonly actions: readonly (A | UnderWay)[]
  readonly failures: readonly unknown[]
}

/** So long all nodes of a pass are waited for; from then on only until its key is asked for anew. */
const PATIENCE_MS = 100

/** What a node was asked for so long ago is worth saying; most calls never are. */
const SAID_AFTER_MS = 1_000

/**
 * Acts on all nodes side by side, and on each in the order given. A slow host holds up no other: when the key is asked for anew,
 * what is under way there goes on without the pass. The next pass leaves that node alone, and is told what failed there since.
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
    if (piece.isOver) {
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

/** What is said in place of an act by who only looks: a command may be at it meanwhile, and may have been killed; or has failed at it. */
function toBeDone(node: string, asked: string, before: Held | undefined): UnderWay {
  if (before) return { do: 'hold', ...before }
  const because = `${node} is to ${asked}; if no command is at work on that, the next one for its stack does it, or \`reconcile serve\``
  return { do: 'hold', node, reason: holdReasons.notDoneYet, because }
}

/** Says once what stands where nodes have not answered after a while; answers how that is called off. */
function sayUnheard<A extends { readonly node: string }>(
  planned: readonly A[],
  { slow }: Deeds<A>,
  { run, ports, standing }: Saying<A>,
): Cancel {
  if (!slow || planned.every((action) => slow.asks(action) === undefined)) return () => {}
  if (ports.onlyLooks) {
    const said = (action: A) => {
      const asked = slow.asks(action)
      return asked === undefined ? action : toBeDone(action.node, asked, slow.before?.(action))
    }
    slow.say(planned.map(said))
    return () => {}
  }
  return ports.clock.after(SAID_AFTER_MS, () => {
    if (!run.signal.aborted) slow.say(standing(unheard(run)))
  })
}

/** The nodes where something goes on for the key. */
function unheard({ atNodes }: Pass): Set<string> {
  return new Set([...atNodes.pieces].filter(([, { isOver }]) => !isOver).map(([node]) => node))
}

/** Never rejects: what fails is in `misses`. */
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

/** Where there is one host alone nobody gains by going on without it. */
async function endedOrAsked(
  nodes: ReadonlySet<string>,
  run: Pass,
  { inventory, clock }: Pick<Ports, 'inventory' | 'clock'>,
): Promise<void> {
  const ended = Promise.all([...nodes].map((node) => run.atNodes.pieces.get(node)?.end))
  if (inventory.hosts().length < 2) return void (await ended)
  let cancel: Cancel = () => {}
  const patience = new Promise<void>((resolve) => (cancel = clock.after(PATIENCE_MS, resolve)))
  await Promise.race([ended, patience.then(() => run.asked())])
  cancel()
}

function underWay<A extends { readonly node: string }>(
  node: string,
  planned: readonly A[],
  { slow, ports }: Deeds<A> & { readonly ports: Ports },
): UnderWay {
  const first = planned.find((action) => action.node === node && slow?.asks(action) !== undefined)
  const asked = first && slow?.asks(first)
  if (first && asked !== undefined && ports.onlyLooks) return toBeDone(node, asked, slow?.before?.(first))
  const because =
    asked === undefined
      ? `${node} has not answered a call yet`
      : `${node} was asked to ${asked}, and has not answered yet`
  return { do: 'hold', node, reason: holdReasons.underWay, because }
}

/**
 * Whether every host's first full list is in, but for those that do not answer: they can't be waited for. Before that there
 * is nothing to decide on, and nothing to say of what is as it was. The hosts' lists wake the loops.
 */
export function areListed({ inventory }: Ports): boolean {
  return inventory.unlisted().size === 0
}

/**
 * Whether the Node of every host that is listed says so: what has no place yet, or is to leave the one that it has, would go elsewhere
 * before that, or stay. The Nodes wake the loops.
 */
export function areTold({ store, inventory }: Ports): boolean {
  for (const node of store.list('Node').values())
    if (isSilent(node) && inventory.host(node.metadata.name)?.synced) return false
  return true
}

/** Whether a Node says nothing of its host yet, as before its first list. */
export function isSilent({ status }: V1Node): boolean {
  const said = getCondition(status?.conditions, conditionTypes.ready)
  return !status?.ready && (said === undefined || said.reason === nodeReasons.engineSilent)
}
