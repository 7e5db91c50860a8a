import { exits, InstallationError, isInstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import type { Context } from '../context.ts'
import type { Named } from './references.ts'

/** An object that is looked for, and what came of that. */
export interface Sought {
  readonly named: Named
  readonly stack: string | undefined
  /** What was to be done with it. */
  readonly verb: 'run' | 'exec'
  readonly error: unknown
}

/** The error that nothing has a name; of a service with why that is not there, and the apply that it lacks. */
export async function orUnapplied(
  context: Context,
  installation: Installation,
  { named, stack, verb, error }: Sought,
): Promise<unknown> {
  const within = named.stack ?? stack
  if (within === undefined || (named.kind ?? 'Service') !== 'Service') return error
  if (!isInstallationError(error) || error.reason !== 'NotFound') return error
  const { items } = await installation.list('Service', { stack: within })
  const applied = items.map(({ metadata }) => metadata.name)
  const { unappliedHere } = await import('../local/parts.ts')
  const unapplied = await unappliedHere(context, { service: named.name, stack: within, verb, applied })
  // A hint in it says where it is.
  if (unapplied || items.length > 0 || error.message.includes('; ')) return unapplied ?? error
  const remedy = `apply it, and run this again: reconcile apply -f FILE -n ${within}`
  const message = `${error.message}: nothing of it is applied`
  return new InstallationError(exits.failed, message, { reason: 'NotFound', remedy })
}
