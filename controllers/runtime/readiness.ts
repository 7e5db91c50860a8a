import { Subscription } from 'rxjs'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Condition } from '../../api/v1/generated/types.ts'
import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'
import { conditionTypes, holdReasons, nodeReasons } from '../../api/v1/reasons.ts'
import type { Change, Store } from '../../store/objects/store.ts'
import type { Recorder } from './recorder.ts'

const KINDS: readonly Kind[] = ['Node', 'Network', 'Volume', 'Secret', 'Config']

/**
 * Records as an event when something that services stand on is not as it should be, and when it is again: an engine that does
 * not answer, a volume that is lost. One that was only just asked is not silent. Answers how to end that.
 */
export function recordReadiness(store: Store, recorder: Recorder): () => void {
  const all = new Subscription()
  for (const kind of KINDS) all.add(store.watch(kind).subscribe((change) => record(kind, change)))
  return () => all.unsubscribe()

  function record(kind: Kind, { key, before, after }: Change<ObjectOf>): void {
    const [old, now] = [readyOf(before), readyOf(after)]
    if (
      !now ||
      now.reason === nodeReasons.engineSilent ||
      (isWell(old) && isWell(now)) ||
      (now.reason === old?.reason && now.status === old?.status)
    )
      return
    recorder.record({
      object: `${kind}/${key}`,
      type: isWell(now) ? 'Normal' : 'Warning',
      reason: now.reason ?? now.status,
      message: now.message ?? '',
    })
  }
}

function readyOf(object: ObjectOf | undefined): V1Condition | undefined {
  return object && getCondition(object.status?.conditions, conditionTypes.ready)
}

/** Of what a silent host has nothing can be said; the event of its Node does. */
function isWell(ready: V1Condition | undefined): boolean {
  return ready === undefined || ready.status === 'True' || ready.reason === holdReasons.hostUnreachable
}
