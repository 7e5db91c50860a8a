import { groupBy } from '../api/v1/language/group-by.ts'
import type { ManifestError } from '../api/v1/provenance.ts'
import { formatPath } from '../api/v1/validation/validation-error.ts'
import type { Lookup } from './interpolation/interpolate.ts'
import type { Ledger } from './ledger.ts'
import type { Node } from './node.ts'
import { placeOf, writtenPath } from './node.ts'
import type { ReadFile } from './project-variables.ts'

/** What readers of a Compose file share: where it stands, what it may ask for, and whom they tell. */
export interface Context {
  readonly project: string
  /** Absolute; relative paths are taken from here. */
  readonly baseDirectory: string
  readonly variable: Lookup
  readonly readFile: ReadFile
  readonly ledger: Ledger
  /** Volumes that the file declares: a one-letter name is told from a drive by it. */
  readonly declaredVolumes: ReadonlySet<string>
  /** What is wrong and what to do; the path is put before it by whoever shows it. */
  error(node: Node, message: string): void
  warn(node: Node, message: string): void
  /** Counts what a short form stands for, as a range of ports or an env file; false, and an error once, where that is more than a file may hold (S12). */
  fits(count: number, node: Node): boolean
  /** Whether so much is wrong already that reading on is of no use (S12). */
  isFull(): boolean
}

/** More than this many errors or warnings of one file help nobody, and finding their places takes time (S12). */
export const mostNotes = 50

/** The notes, and of those that say the same of one place the first alone. */
export function once(notes: readonly ManifestError[]): readonly ManifestError[] {
  const said = ({ place: { file, line, column }, message }: ManifestError) => `${file}:${line}:${column} ${message}`
  return [...groupBy(notes, said).values()].flatMap((same) => same.slice(0, 1))
}

/** What is said of a node, with its place, and without the values of variables that look secret (S9). */
export function noteAt(node: Node, message: string): ManifestError {
  const leaks = node.source.secretsIn(node.path).some((secret) => showsPartOf(secret, message))
  const shown = leaks
    ? 'has a value that does not fit here; it is not shown, because a variable in it looks secret'
    : message
  const path = writtenPath(node)
  return { place: placeOf(node), path: path.length === 0 ? '' : formatPath(path), message: shown }
}

/** Messages show values whole, cut, escaped, or taken apart. */
function showsPartOf(secret: string, message: string): boolean {
  const parts = [secret, ...secret.split(/\W+/).filter((part) => part.length >= 3)]
  return parts.some((part) => message.includes(part.slice(0, 8)))
}
