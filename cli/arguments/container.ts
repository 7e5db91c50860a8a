import { exits, InstallationError, isInstallationError } from '../../api/v1/installation/installation-error.ts'
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

/**
 * Locates an object that may also be a one-off container, which is returned as a Task with the container's name. A name that a silent host
 * may have is not said to be missing.
 */
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
    const asked = { ...(within === undefined ? {} : { stack: within }), name: named.name, signal }
    const oneOffs = await installation.oneOffs(asked).catch((silence: unknown) => {
      throw notKnown(named.name, error, silence)
    })
    const its = oneOffs.find(({ name }) => name === named.name)
    if (its) return { kind: 'Task', namespace: its.stack, name: its.name }
    if (oneOffs.length === 0) throw error
    const { message, exit, reason, remedy } = error
    const there = `the one-off containers are ${oneOffs.map(({ name }) => name).join(', ')}`
    throw new InstallationError(exit, message, { reason, remedy: remedy === undefined ? there : `${remedy}; ${there}` })
  }
}

/** The error where an engine that may have a one-off container of a name does not answer, and nothing else has the name. */
function notKnown(name: string, missing: InstallationError, silence: unknown): unknown {
  if (!isInstallationError(silence) || silence.exit !== exits.unreachable) return silence
  const unknown = `whether ${name} is a one-off container is not known: ${silence.message}; ${missing.message}`
  return new InstallationError(exits.unreachable, unknown, {
    remedy: [silence.remedy, missing.remedy].filter(Boolean).join('; '),
    reason: silence.reason,
    cause: missing,
  })
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
