import { collisionPlace, type FieldPath, type ManifestError } from '../api/v1/provenance.ts'
import { validateObject } from '../api/v1/validation/validate.ts'
import { undeclaredNames, validateStacks } from '../api/v1/validation/validate-set.ts'
import { formatPath, type ValidationError } from '../api/v1/validation/validation-error.ts'
import { noteAt } from './context.ts'
import type { ComposeManifest } from './manifests.ts'
import { writtenPath } from './node.ts'
import type { ServiceDraft } from './service-draft.ts'
import { composeValue, inComposeWords } from './words.ts'

/** What is already known about the file, so that validation does not report consequences of it. */
interface Known {
  /** Services none of whose profiles is active. */
  readonly disabled: readonly ServiceDraft[]
  /** The errors of reading. A manifest that is incomplete because of them may fail validation for that reason alone. */
  readonly misread: readonly ManifestError[]
}

/** Validates the manifests of a file, each by itself and then as a set. The errors have the places and words of the Compose file. */
export function checkManifests(
  manifests: readonly ComposeManifest[],
  { disabled, misread }: Known,
): readonly ManifestError[] {
  const errors = manifests.flatMap((manifest) => {
    const isWhole = !isMisread(manifest, misread)
    return validateObject(manifest.object)
      .filter((error) => !isStackName(error.path, misread) && (isWhole || isIndependent(manifest, error, misread)))
      .map((error) => errorOf(manifest, error))
  })
  const isValid = errors.length === 0 && misread.length === 0
  if (!isValid && !misread.every(isInAttribute)) return errors
  const byName = new Map(
    manifests.map((manifest) => [keyOf(manifest.object.kind, manifest.object.metadata.name), manifest]),
  )
  const check = isValid ? validateStacks : undeclaredNames
  const between = check(manifests.map(({ object }) => object)).flatMap((error) => {
    const manifest = byName.get(keyOf(error.object.kind, error.object.name))
    const inactive = disabled.find(({ name }) => error.other?.kind === 'Service' && error.other.name === name)
    // The message has the value's name in it already.
    const { value: _, ...rest } = error
    const isThere = !error.other || byName.has(keyOf(error.other.kind, error.other.name))
    const message = isThere ? error.message : `${error.message} in its project: ${whereToDeclare(error.other?.kind)}`
    return manifest
      ? [errorOf(manifest, inactive ? { path: error.path, message: inactiveMessage(inactive) } : { ...rest, message })]
      : []
  })
  return [...errors, ...between]
}

function whereToDeclare(kind = 'Service'): string {
  return `write it under ${kind.toLowerCase()}s: in the file, or in one that it includes`
}

/** Whether an error is in an attribute of one service, other than `extends` and `profiles`: the set of declared names is still complete. */
function isInAttribute({ path }: ManifestError): boolean {
  return /^services\.[^.[]+\.(?!extends|profiles)/.test(path)
}

/** Whether an error repeats, as a namespace, what was already reported of `name:`. */
function isStackName(path: FieldPath, misread: readonly ManifestError[]): boolean {
  return formatPath(path) === 'metadata.namespace' && misread.some((error) => error.path === 'name')
}

function isMisread({ provenance }: ComposeManifest, misread: readonly ManifestError[]): boolean {
  const own = formatPath(writtenPath(provenance.nodeOf([])))
  return misread.some(
    ({ path }) => path === '' || path === own || path.startsWith(`${own}.`) || path.startsWith(`${own}[`),
  )
}

/** Whether an error concerns one value alone, in an attribute without reading errors: then it is no consequence of these. */
function isIndependent(
  { provenance }: ComposeManifest,
  { path, value, beside }: ValidationError,
  misread: readonly ManifestError[],
): boolean {
  const written = writtenPath(provenance.nodeOf(path))
  if (value === undefined || beside !== undefined || written.length < 3) return false
  const attribute = formatPath(written.slice(0, 3))
  return misread.every((error) => isInAttribute(error) && !error.path.startsWith(attribute))
}

function keyOf(kind: string, name: string): string {
  return `${kind} ${name}`
}

function inactiveMessage({ name, profiles }: ServiceDraft): string {
  return `needs the service ${name}, which is left out without the profile ${profiles.join(' or ')}: activate it with COMPOSE_PROFILES, or write required: false`
}

function errorOf(
  { provenance }: ComposeManifest,
  { path, message, value, suggestion, beside }: ValidationError,
): ManifestError {
  const shown =
    value === undefined ? '' : `, is ${JSON.stringify(path.at(-1) === 'condition' ? composeValue(value) : value)}`
  const hint = suggestion === undefined ? '' : `; did you mean ${suggestion}?`
  return noteAt(
    provenance.nodeOf(path),
    `${inComposeWords(message)}${shown}${hint}${collisionPlace(provenance, beside)}`,
  )
}
