import { InstallationError, isInstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import { locate, type Named } from './references.ts'

/** Where to look. */
export interface Within {
  readonly stack: string | undefined
  readonly signal: AbortSignal
}

/** Locates an object that may also be a one-off container, which is returned as a Task with the container's name. */
export async function locateContainer(
  installation: Installation,
  named: Named,
  { stack, signal }: Within,
): Promise<ObjectRef> {
  try {
    return await locate(installation, named, { stack })
  } catch (error) {
    if (!isInstallationError(error) || error.reason !== 'NotFound' || (named.kind ?? 'Task') !== 'Task') throw error
    const within = named.stack ?? stack
    const oneOffs = await installation.oneOffs(within === undefined ? { signal } : { stack: within, signal })
    const its = oneOffs.find(({ name }) => name === named.name)
    if (its) return { kind: 'Task', namespace: its.stack, name: its.name }
    if (oneOffs.length === 0) throw error
    const { message, exit, reason, remedy } = error
    const there = `the one-off containers are ${oneOffs.map(({ name }) => name).join(', ')}`
    throw new InstallationError(exit, message, { reason, remedy: remedy === undefined ? there : `${remedy}; ${there}` })
  }
}
