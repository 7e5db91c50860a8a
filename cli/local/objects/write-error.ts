import { exits, InstallationError, isInstallationError } from '../../../api/v1/installation/installation-error.ts'
import { GROUP, kinds } from '../../../api/v1/kinds.ts'
import { describeRef, type ObjectRef } from '../../../api/v1/metadata.ts'
import type { StatusCause } from '../../../api/v1/installation/object-writes.ts'
import { formatPath, type ValidationError } from '../../../api/v1/validation/validation-error.ts'
import { errorWords } from '../../../store/source/reading/format-error.ts'

/** The error of a refused write, with a Kubernetes reason. */
export function refusal(
  reason: 'BadRequest' | 'Invalid' | 'Conflict' | 'AlreadyExists' | 'MethodNotAllowed' | 'RequestEntityTooLarge',
  message: string,
  remedy: string,
): InstallationError {
  return new InstallationError(exits.usage, message, { reason, remedy })
}

/** Rethrows the usage error of a file edit as a refused write; other errors unchanged. */
export function throwAs(reason: Parameters<typeof refusal>[0], error: unknown, remedy: string): never {
  if (!isInstallationError(error) || error.exit !== exits.usage) throw error
  throw refusal(reason, error.message, error.remedy ?? remedy)
}

/** The NotFound error of a ref. */
export function notThere(ref: ObjectRef): InstallationError {
  return new InstallationError(exits.failed, `${kinds[ref.kind].plural}.${GROUP} "${ref.name}" not found`, {
    reason: 'NotFound',
    remedy: `see what there is with \`reconcile get ${kinds[ref.kind].plural}\``,
  })
}

/** The Invalid error of an object, with each violation as a cause. */
export function invalid(ref: ObjectRef, errors: readonly ValidationError[]): InstallationError {
  const causes = errors.map((error): StatusCause => {
    const field = error.path.length === 0 ? '' : formatPath(error.path)
    return { reason: 'FieldValueInvalid', message: errorWords(error), field }
  })
  return invalidBecause(ref, causes)
}

/** As `invalid`, with the causes already in words. */
export function invalidBecause(ref: ObjectRef, causes: readonly StatusCause[]): InstallationError {
  const words = causes.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('; ')
  const message = `${describeRef(ref)} is invalid: ${words}`
  const options = { reason: 'Invalid', remedy: 'mend what it names; nothing was changed' }
  return Object.assign(new InstallationError(exits.usage, message, options), { causes })
}
