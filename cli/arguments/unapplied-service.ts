import { exits, InstallationError, isInstallationError } from '../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import type { Context } from '../context.ts'
import type { Named } from './references.ts'
import { unclaimedHint } from './unclaimed-hint.ts'

/** A lookup, and the error that it failed with. */
export interface Sought {
  readonly named: Named
  readonly stack: string | undefined
  /** The verb that needs the object. */
  readonly verb: 'run' | 'exec' | 'logs' | 'cp'
  readonly error: unknown
}

/**
 * The error to throw after a failed lookup. If the name is a service that was not applied yet, says so, with the command that applies it,
 * unless its stack runs without this home knowing: the plain error names that.
 */
export async function orUnapplied(
  context: Context,
  installation: Installation,
  { named, stack, verb, error }: Sought,
): Promise<unknown> {
  const within = named.stack ?? stack
  if (within === undefined || (named.kind ?? 'Service') !== 'Service') return error
  // Where an engine does not answer, the lookup may have been for a one-off container as well.
  const missing = isInstallationError(error) && isInstallationError(error.cause) ? error.cause : error
  if (!isInstallationError(missing) || missing.reason !== 'NotFound') return error
  if ((await unclaimedHint(installation, { kinds: ['Service'], stack: within })) !== '') return error
  const { items } = await installation.list('Service', { stack: within })
  const applied = items.map(({ metadata }) => metadata.name)
  const { unappliedHere } = await import('../bundles/local.ts')
  const unapplied = await unappliedHere(context, { service: named.name, stack: within, verb, applied })
  // The message already has a hint where the object is.
  if (unapplied || items.length > 0 || missing.message.includes('; ')) return unapplied ?? error
  const remedy = `apply it, and run this again: reconcile apply -f FILE -n ${within}`
  const message = `${missing.message}: nothing of it is applied`
  return new InstallationError(exits.failed, message, { reason: 'NotFound', remedy })
}
