import type { V1Task } from '../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import { namedOnCommandLine, type ObjectRef } from '../../api/v1/metadata.ts'
import { usageError } from '../usage.ts'
import { locate, type Named } from './references.ts'

export interface ReplicaOptions {
  readonly stack: string | undefined
  /** The replica number of a service, from 1. */
  readonly index?: string | undefined
}

/** The running tasks of a service, by slot; the ref itself if none runs or it is no service. */
export async function replicasOf(installation: Installation, ref: ObjectRef): Promise<readonly ObjectRef[]> {
  if (ref.kind !== 'Service') return [ref]
  const running = (await tasksOf(installation, ref)).filter(({ status }) => status?.phase === 'Running')
  if (running.length === 0) return [ref]
  const inOrder = running.toSorted((a, b) => a.spec.slot - b.spec.slot)
  return inOrder.map(({ metadata }) => ({ ...ref, kind: 'Task', name: metadata.name }))
}

async function tasksOf(installation: Installation, { namespace, name }: ObjectRef): Promise<readonly V1Task[]> {
  const tasks = (await installation.list('Task', namespace === undefined ? {} : { stack: namespace })).items
  return (tasks as readonly V1Task[]).filter(({ spec }) => spec.service === name)
}

/** The named task or service; with an index, the service's task in that slot. */
export async function replicaOf(
  installation: Installation,
  named: Named,
  { stack, index }: ReplicaOptions,
): Promise<ObjectRef> {
  if (index !== undefined && !/^[1-9]\d{0,5}$/.test(index))
    throw usageError(`--index ${index}: not a number from 1`, 'write --index 2 for the second replica')
  const ref = await locate(installation, named, { stack })
  if (index === undefined || ref.kind === 'Task') return ref
  const inSlot = (await tasksOf(installation, ref)).filter(({ spec }) => spec.slot === Number(index))
  const task = inSlot.find(({ status }) => status?.phase === 'Running') ?? inSlot[0]
  if (task) return { ...ref, kind: 'Task', name: task.metadata.name }
  throw new InstallationError(exits.failed, `${ref.name} has no replica ${index}`, {
    remedy: `see which there are with \`reconcile get tasks -n ${ref.namespace ?? namedOnCommandLine(ref)}\``,
  })
}
