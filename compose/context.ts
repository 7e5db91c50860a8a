import { groupBy } from '../api/v1/language/group-by.ts'
import type { ManifestError } from '../api/v1/provenance.ts'
import { formatPath } from '../api/v1/validation/validation-error.ts'
import type { Lookup } from './interpolation/interpolate.ts'
import type { Ledger } from './ledger.ts'
import type { Node } from './node.ts'
import { placeOf, writtenPath } from './node.ts'
import type { ReadFile } from './project-variables.ts'

/** What all readers of one Compose file share: its location, its variables and files, and where errors and warnings go. */
export interface Context {
  readonly project: string
  /** Absolute; relative paths are resolved against this directory. */
  readonly baseDirectory: string
  readonly variable: Lookup
  readonly readFile: ReadFile
  readonly ledger: Ledger
  /** The names of the volumes that the file declares. They tell a one-letter volume name from a Windows drive. */
  readonly declaredVolumes: ReadonlySet<string>
  /** Reports an error: what is wrong and what to do. The message goes without the path, which is shown before it. */
  error(node: Node, message: string): void
  /** Reports a warning; `unless` names the service of the stack with which it does not hold. */
  warn(node: Node, message: string, unless?: string): void
  /**
   * Adds `count` values, to which a short form such as a port range or an env file expands, to the total of this file. Returns false when
   * the total exceeds the limit, and reports that once as an error (S12).
   */
  fits(count: number, node: Node): boolean
  /** Whether the maximum of errors is reached, so that reading should stop (S12). */
  isFull(): boolean
}

/** The most errors, and the most warnings, of one file. More help nobody, and finding their places takes time (S12). */
export const mostNotes = 50

/** As how many values a text that is taken in counts, such as a side file, comments included: one for each 200 characters. */
export function valuesIn({ length }: { readonly length: number }): number {
  return Math.ceil(length / 200)
}

/** Removes duplicates: of the notes with the same place and message only the first stays. */
export function once(notes: readonly ManifestError[]): readonly ManifestError[] {
  const said = ({ place: { file, line, column }, message }: ManifestError) => `${file}:${line}:${column} ${message}`
  return [...groupBy(notes, said).values()].flatMap((same) => same.slice(0, 1))
}

/** Removes what follows from one of `errors`: a text with a variable that can't be put in is read on as it is written. */
export function withoutFollowing(
  notes: readonly ManifestError[],
  errors: readonly ManifestError[],
): readonly ManifestError[] {
  const about = ({ place: { file, line, column }, path }: ManifestError) => `${file}:${line}:${column} ${path}`
  const at = new Set(errors.map(about))
  return notes.filter((note) => errors.includes(note) || !at.has(about(note)))
}

/** An error or warning with its node's place and path. A message that shows part of a secret-looking variable is replaced (S9). */
export function noteAt(node: Node, message: string): ManifestError {
  const leaks = node.source.secretsIn(node.path).some((secret) => showsPartOf(secret, message))
  const shown = leaks
    ? 'has a value that does not fit here; it is not shown, because a variable in it looks secret'
    : message
  const path = writtenPath(node)
  return { place: placeOf(node), path: path.length === 0 ? '' : formatPath(path), message: shown }
}

/** Whether a message contains a secret or a part of it: messages show values whole, cut, escaped, or taken apart. */
function showsPartOf(secret: string, message: string): boolean {
  const parts = [secret, ...secret.split(/\W+/).filter((part) => part.length >= 3)]
  return parts.some((part) => message.includes(part.slice(0, 8)))
}
