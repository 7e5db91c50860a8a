import { InstallationError, isInstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import type { Context } from '../context.ts'
import { locate, type Named, type Where } from './references.ts'
import { replicaOf, type ReplicaOptions } from './replica.ts'
import { orUnapplied, type Sought } from './unapplied-service.ts'

/** Where to look. */
export interface Within extends Where {
  readonly signal: AbortSignal
}

/** Locates an object that may also be a one-off container, which is returned as a Task with the container's name. */
export async function locateContainer(
  installation: Installation,
  named: Named,
  { signal, ...where }: Within,
): Promise<ObjectRef> {
  try {
    return await locate(installation, named, where)
  } catch (error) {
    if (!isInstallationError(error) || error.reason !== 'NotFound' || (named.kind ?? 'Task') !== 'Task') throw error
    const within = named.stack ?? where.stack
    const oneOffs = await installation.oneOffs(within === undefined ? { signal } : { stack: within, signal })
    const its = oneOffs.find(({ name }) => name === named.name)
    if (its) return { kind: 'Task', namespace: its.stack, name: its.name }
    if (oneOffs.length === 0) throw error
    const { message, exit, reason, remedy } = error
    const there = `the one-off containers are ${oneOffs.map(({ name }) => name).join(', ')}`
    throw new InstallationError(exit, message, { reason, remedy: remedy === undefined ? there : `${remedy}; ${there}` })
  }
}

/** The same, or a service's task in a slot. Of a service that was not applied yet, the error says how to. */
export async function locateApplied(
  context: Context,
  installation: Installation,
  sought: Omit<Sought, 'error'> & ReplicaOptions,
): Promise<ObjectRef> {
  const { named, stack, index } = sought
  try {
    if (index !== undefined) return await replicaOf(installation, named, sought)
    return await locateContainer(installation, named, { stack, signal: context.signal })
  } catch (error) {
    throw await orUnapplied(context, installation, { ...sought, error })
  }
}
