import { isInstallationError } from '../../api/v1/installation-error.ts'
import type { Installation } from '../../api/v1/installation.ts'
import type { Context } from '../context.ts'
import type { Named } from './references.ts'

/** An object that is looked for, and what came of that. */
export interface Sought {
  readonly named: Named
  readonly stack: string | undefined
  readonly error: unknown
}

/** The error that nothing has a name; where the project here declares such a service, with why that is not there, and the apply that it lacks. */
export async function orUnapplied(
  context: Context,
  installation: Installation,
  { named, stack, error }: Sought,
): Promise<unknown> {
  const within = named.stack ?? stack
  if (within === undefined || (named.kind ?? 'Service') !== 'Service') return error
  if (!isInstallationError(error) || error.reason !== 'NotFound') return error
  const { items } = await installation.list('Service', { stack: within })
  const applied = items.map(({ metadata }) => metadata.name)
  const { unappliedHere } = await import('../local/parts.ts')
  return (await unappliedHere(context, { service: named.name, stack: within, verb: 'exec', applied })) ?? error
}
