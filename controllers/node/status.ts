import type { V1Condition, V1NodeStatus } from '../../api/v1/generated/types.ts'
import { getCondition, removeCondition, replaceCondition, setCondition } from '../../api/v1/conditions.ts'
import { pick } from '../../api/v1/language/pick.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import { type SourceNotes, withNotes } from '../runtime/source-notes.ts'
import {
  diskPressure,
  drained,
  engineChanged,
  type NodePlan,
  type NodeView,
  type Said,
  tlsFilesUnusable,
  withdrawn,
} from './plan.ts'
import { unclaimedTasks } from './unclaimed.ts'

/** The status of a node after a pass: its conditions, its identity, and what its engine says of itself. Pure. */
export function statusOf(view: NodeView, plan: NodePlan, notes: SourceNotes): V1NodeStatus {
  const { node, info, now, lastAnswer } = view
  const observedGeneration = node.metadata.generation ?? 1
  const ready = setCondition(node.status?.conditions, { ...plan.ready, observedGeneration }, now)
  const replace = (before: readonly V1Condition[], type: string, said: Said | undefined) =>
    replaceCondition(before, { type, said: said && { ...said, observedGeneration } }, now)
  const engine = replace(ready, conditionTypes.engineChanged, engineChanged(plan))
  const left = replace(unlessOther(engine, withdrawn(view)), conditionTypes.withdrawn, withdrawn(view))
  const emptied = replace(left, conditionTypes.drained, drained(view))
  const disk = replace(emptied, conditionTypes.diskPressure, diskPressure(view))
  const tls = replace(disk, conditionTypes.tlsFilesUnusable, tlsFilesUnusable(view))
  // Until it is listed, nothing is known to be gone.
  const { unclaimed } = view
  const conditions = unclaimed ? replace(tls, conditionTypes.unclaimedTasks, unclaimedTasks(unclaimed)) : tls
  const { unreachable: _why, obstacle: _what, engineOf: _of, otherEngine: _other, dataID, ...kept } = node.status ?? {}
  return {
    ...kept,
    observedGeneration,
    conditions: withNotes(conditions, notes, now),
    ready: plan.ready.status === 'True',
    ...(plan.ready.status === 'True' ? { engine: node.spec.engine ?? {} } : {}),
    ...(plan.engineID !== undefined ? { engineID: plan.engineID } : {}),
    // Those of an engine that was approved are unknown until it is listed.
    ...(dataID !== undefined && plan.engineID === kept.engineID ? { dataID } : {}),
    ...pick(view, ['unreachable', 'obstacle', 'engineOf']),
    ...(plan.otherEngine ? { otherEngine: plan.otherEngine } : {}),
    ...(lastAnswer > 0 && plan.ready.status !== 'True' ? { lastSeen: timestamp(lastAnswer) } : {}),
    // Another engine's facts are not taken over: the recorded ones tell which host was meant.
    ...(info && info.id === plan.engineID ? { ...about(info), ...pick(view, ['dataID']) } : {}),
  }
}

/** The conditions without the one on its withdrawal if that has another reason now: since when it has that counts. */
function unlessOther(before: V1Condition[], said: Said | undefined): V1Condition[] {
  const isOther = getCondition(before, conditionTypes.withdrawn)?.reason !== said?.reason
  return isOther ? removeCondition(before, conditionTypes.withdrawn) : before
}

function about(info: NonNullable<NodeView['info']>): V1NodeStatus {
  return {
    engineVersion: info.version,
    apiVersion: info.apiVersion,
    hostname: info.name,
    ...(info.address === undefined ? {} : { address: info.address }),
    os: info.os,
    architecture: info.architecture,
    cpus: info.cpus,
    memoryBytes: info.memoryBytes,
  }
}
