import { Subscription } from 'rxjs'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Condition } from '../../api/v1/generated/types.ts'
import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'
import { conditionTypes, holdReasons, nodeReasons } from '../../api/v1/reasons.ts'
import type { Store } from '../../store/objects/store.ts'
import type { Recorder } from './recorder.ts'

const KINDS: readonly Kind[] = ['Node', 'Network', 'Volume', 'Secret', 'Config']

/**
 * Records an event when the Ready condition of a Node, Network, Volume, Secret or Config turns bad, changes its reason, or turns good
 * again. Conditions that only say "not known yet" record nothing. Returns how to stop.
 */
export function recordReadiness(store: Store, recorder: Recorder): () => void {
  const all = new Subscription()
  /** The objects that are not ready, as last recorded: `Kind/key` to status and reason. */
  const ill = new Map<string, string>()
  for (const kind of KINDS)
    all.add(store.watch(kind).subscribe(({ key, after }) => record(`${kind}/${key}`, readyOf(after))))
  return () => all.unsubscribe()

  function record(id: string, ready: V1Condition | undefined): void {
    if (isUnknown(ready)) return
    const told = ill.get(id)
    ill.delete(id)
    if (!ready) return
    const { status, reason = status, message = '' } = ready
    const isWell = status === 'True'
    if (!isWell) ill.set(id, `${status} ${reason}`)
    if (ill.get(id) === told) return
    recorder.record({ object: id, type: isWell ? 'Normal' : 'Warning', reason, message })
  }
}

function readyOf(object: ObjectOf | undefined): V1Condition | undefined {
  return object && getCondition(object.status?.conditions, conditionTypes.ready)
}

/**
 * Whether a condition only says that the state is not known: the host is silent (its Node has the event), or the engine was asked a moment
 * ago.
 */
function isUnknown(ready: V1Condition | undefined): boolean {
  return ready?.reason !== undefined && unknown.has(ready.reason)
}

const unknown: ReadonlySet<string> = new Set([
  nodeReasons.engineSilent,
  holdReasons.hostUnreachable,
  holdReasons.underWay,
])
