import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { ObjectOf } from '../../api/v1/kinds.ts'
import { LOCAL_NODE } from '../../api/v1/names.ts'
import { type EngineDecision, engineDecision } from '../../api/v1/other-engine.ts'
import { anotherEngine } from '../../controllers/holds/node-hold.ts'
import type { Core } from './open/core.ts'
import { nodesIn } from './open/engines.ts'
import { lookedAtAll } from './waiting/looked.ts'
import { takenUp } from './waiting/taken-up.ts'

/**
 * Throws (exit 6) if the environment names another engine than the one that this home works on, and no node is declared. That is usually a
 * mistake, and what was accepted would later be created on either engine. With `serve`, only serve's environment counts, and its changes
 * wait for approval like all others.
 */
export async function refuseOtherEngine(
  core: Core,
  { declared = [], words = ['nothing is applied', 'then apply again'], signal }: Refusing,
): Promise<void> {
  const { store, purpose } = core
  if (purpose === 'serve' || !isKnownAlone(store, declared)) return
  const inventory = await core.inventory()
  const another = () => anotherEngine(LOCAL_NODE, { store, inventory })
  const hasTold = () => {
    const { info, synced, unreachable } = inventory.host(LOCAL_NODE) ?? {}
    // The list tells whether another one is the recorded one, upgraded.
    return unreachable !== undefined || (info !== undefined && (synced || another() === undefined))
  }
  await takenUp(inventory.watch(), () => !hasTold(), signal)
  const short = another()
  if (short === undefined) return
  // The Node's status has the details once the engine is listed. With no stacks, nothing is changed.
  await lookedAtAll(await core.begin([]), signal)
  const node = store.get('Node', LOCAL_NODE)
  const { what, remedy }: EngineDecision = node?.status?.otherEngine
    ? engineDecision(node, node.status.otherEngine)
    : { what: short }
  const [left, then] = words
  throw new InstallationError(exits.approval, `${left}: ${what}`, {
    remedy: remedy === undefined ? then : `${remedy}; ${then}`,
  })
}

interface Refusing {
  /** The objects to be declared. */
  readonly declared?: readonly ObjectOf[]
  /** What is not done, and what to do afterwards; default: the words of an apply. */
  readonly words?: readonly [left: string, then: string]
  readonly signal: AbortSignal
}

/** Whether the local engine is the only one and was recorded before. */
function isKnownAlone(store: Core['store'], declared: readonly ObjectOf[]): boolean {
  const [first, ...others] = [...nodesIn(store, declared).values()]
  const recorded = store.get('Node', LOCAL_NODE)?.status?.engineID
  return others.length === 0 && first?.spec.engine?.host === undefined && recorded !== undefined
}
