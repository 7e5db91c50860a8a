import type { V1Task } from '../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../api/v1/installation-error.ts'
import type { Installation } from '../../api/v1/installation.ts'
import { namedOnCommandLine, type ObjectRef } from '../../api/v1/metadata.ts'
import { usageError } from '../usage.ts'
import { locate, parseName } from './references.ts'

export interface ReplicaOptions {
  readonly stack: string | undefined
  /** Which replica of a service, from 1. */
  readonly index?: string
}

/** The task or service that a word names; with an index the service's task in that slot. */
export async function replicaOf(
  installation: Installation,
  word: string,
  { stack, index }: ReplicaOptions,
): Promise<ObjectRef> {
  if (index !== undefined && !/^[1-9]\d{0,5}$/.test(index))
    throw usageError(`--index ${index}: not a number from 1`, 'write --index 2 for the second replica')
  const ref = await locate(installation, parseName(word), stack)
  if (index === undefined || ref.kind === 'Task') return ref
  const query = ref.namespace === undefined ? {} : { stack: ref.namespace }
  const tasks = (await installation.list('Task', query)).items as readonly V1Task[]
  const inSlot = tasks.filter(({ spec }) => spec.service === ref.name && spec.slot === Number(index))
  const task = inSlot.find(({ status }) => status?.phase === 'Running') ?? inSlot[0]
  if (task) return { ...ref, kind: 'Task', name: task.metadata.name }
  throw new InstallationError(exits.failed, `${ref.name} has no replica ${index}`, {
    remedy: `see which there are with \`reconcile get tasks -n ${ref.namespace ?? namedOnCommandLine(ref)}\``,
  })
}
