import { collisionPlace, type FieldPath, type ManifestError } from '../api/v1/provenance.ts'
import { validateObject } from '../api/v1/validation/validate.ts'
import { undeclaredNames, validateStacks } from '../api/v1/validation/validate-set.ts'
import { formatPath, type ValidationError } from '../api/v1/validation/validation-error.ts'
import { noteAt } from './context.ts'
import type { ComposeManifest } from './manifests.ts'
import { writtenPath } from './node.ts'
import type { ServiceDraft } from './service-draft.ts'
import { composeValue, inComposeWords } from './words.ts'

/** What is not judged, or not in the usual words. */
interface Known {
  /** Services that their profiles leave out. */
  readonly disabled: readonly ServiceDraft[]
  /** What could not be read: what is made of it has other faults only by that. */
  readonly misread: readonly ManifestError[]
}

/** What is wrong with the resources of a file by the rules of every manifest, at the places of the file that they came from. */
export function checkManifests(
  manifests: readonly ComposeManifest[],
  { disabled, misread }: Known,
): readonly ManifestError[] {
  const errors = manifests.flatMap((manifest) => {
    const isWhole = !isMisread(manifest, misread)
    return validateObject(manifest.object)
      .filter((error) => !isStackName(error.path, misread) && (isWhole || isApart(manifest, error, misread)))
      .map((error) => told(manifest, error))
  })
  const isWell = errors.length === 0 && misread.length === 0
  if (!isWell && !misread.every(isInAttribute)) return errors
  const byName = new Map(
    manifests.map((manifest) => [keyOf(manifest.object.kind, manifest.object.metadata.name), manifest]),
  )
  const check = isWell ? validateStacks : undeclaredNames
  const between = check(manifests.map(({ object }) => object)).flatMap((error) => {
    const manifest = byName.get(keyOf(error.object.kind, error.object.name))
    const left = disabled.find(({ name }) => error.other?.kind === 'Service' && error.other.name === name)
    // The message has the value's name in it already.
    const { value: _, ...rest } = error
    const isThere = !error.other || byName.has(keyOf(error.other.kind, error.other.name))
    const message = isThere ? error.message : `${error.message} in its project: ${whereToDeclare(error.other?.kind)}`
    return manifest ? [told(manifest, left ? { path: error.path, message: leftOut(left) } : { ...rest, message })] : []
  })
  return [...errors, ...between]
}

function whereToDeclare(kind = 'Service'): string {
  return `write it under ${kind.toLowerCase()}s: in the file, or in one that it includes`
}

/** Whether an attribute of one service could not be read: all names that are declared are known then. */
function isInAttribute({ path }: ManifestError): boolean {
  return /^services\.[^.[]+\.(?!extends|profiles)/.test(path)
}

/** The name of the stack is that of every object: what is wrong with it was told where it is written. */
function isStackName(path: FieldPath, misread: readonly ManifestError[]): boolean {
  return formatPath(path) === 'metadata.namespace' && misread.some((error) => error.path === 'name')
}

function isMisread({ provenance }: ComposeManifest, misread: readonly ManifestError[]): boolean {
  const own = formatPath(writtenPath(provenance.nodeOf([])))
  return misread.some(
    ({ path }) => path === '' || path === own || path.startsWith(`${own}.`) || path.startsWith(`${own}[`),
  )
}

/** Whether a value is wrong by itself, in another attribute of a service than those that could not be read. */
function isApart(
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

function leftOut({ name, profiles }: ServiceDraft): string {
  return `needs the service ${name}, which is left out without the profile ${profiles.join(' or ')}: activate it with COMPOSE_PROFILES, or write required: false`
}

function told(
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
