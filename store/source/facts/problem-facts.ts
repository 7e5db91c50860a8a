import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import type { Store } from '../../objects/store.ts'
import type { Json } from '../../storage/storage.ts'
import { formatManifestError } from '../reading/format-error.ts'
import type { ResourceId, SourceError, SourceReason } from '../reading/reading.ts'

/** An error in a watched root, by serve's last reading. Stored, so that other commands can show it without reading the files. */
export interface Problem {
  readonly reason: SourceReason
  /** The file or directory; absent in problems of versions before. */
  readonly file?: string
  /** File, line, column, and what is wrong there. */
  readonly message: string
  /** The resources that stay as last accepted because of it. */
  readonly resources: readonly ResourceId[]
  /** The stacks that it concerns. */
  readonly stacks: readonly string[]
}

/** How many errors are stored per root; serve's log has all. */
const MOST_KEPT = 200

/** File, line, column and the error, and whether what was accepted stays (S1); a directory has no lines. */
export function sourceErrorWords(error: SourceError): string {
  const words = error.place.file === error.root ? `${error.root}: ${error.message}` : formatManifestError(error)
  const stays = ofOneFile.has(error.reason) && error.resources.length > 0
  return stays ? `${words}; what was accepted from it stays` : words
}

const ofOneFile: ReadonlySet<string> = new Set([
  sourceReasons.unreadable,
  sourceReasons.unparsable,
  sourceReasons.invalid,
])

/** Writes a root's errors as a fact of family `problem` under its id. */
export function writeProblems(store: Store, root: string, errors: readonly SourceError[]): void {
  const problems = errors.slice(0, MOST_KEPT).map((error): Problem => {
    const { reason, resources, stacks } = error
    return { reason, file: error.place.file, message: sourceErrorWords(error), resources, stacks }
  })
  store.putFact('problem', root, problems.length > 0 ? (problems as unknown as Json) : undefined)
}

/** The errors of all watched roots. */
export function allProblems(store: Store): readonly Problem[] {
  return [...store.facts('problem').values()].flatMap((fact) => fact as unknown as readonly Problem[])
}

/** The errors of one watched root. */
export function problemsIn(store: Store, root: string): readonly Problem[] {
  return (store.fact('problem', root) ?? []) as unknown as readonly Problem[]
}
