import { existsSync } from 'node:fs'
import type { PlanRequest } from '../../../api/v1/installation/requests.ts'
import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import { planSaved } from '../../../store/source/apply.ts'
import { problemsIn } from '../../../store/source/facts/problem-facts.ts'
import { watchedRootOf } from '../../../store/source/facts/root-facts.ts'
import type { SourceError } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { readWatched } from './reading.ts'

/** What watched directories are refused that a request has files of, as it was applied. */
export interface Settled {
  /** The watched files that an apply of the request may have, as their directory is refused them. */
  readonly files: ReadonlySet<string>
  /** The errors that an apply of all their files settles. */
  readonly errors: readonly SourceError[]
}

/**
 * Reads watched directories anew where they are refused what was applied: what moved to another file of theirs since, an apply would delete.
 * It settles an error with all files of that error alone.
 */
export async function settledFiles(
  core: Pick<Core, 'clock' | 'settings' | 'store' | 'variable'>,
  {
    sources,
    directories = [],
    sideFiles,
    staged,
  }: Pick<PlanRequest, 'sources' | 'directories' | 'sideFiles' | 'staged'>,
): Promise<Settled> {
  if (directories.length > 0 || sideFiles || staged) return { files: new Set(), errors: [] }
  const texts = new Map(sources.flatMap((source) => ('text' in source ? [[source.file, source.text]] : [])))
  const roots = new Set([...texts.keys()].flatMap((file) => watchedRootOf(core.store, file) ?? []))
  const isRefused = (root: string) =>
    problemsIn(core.store, root).some(({ reason }) => reason === sourceReasons.nameClaimed)
  const read = await Promise.all([...roots].filter(isRefused).map((root) => errorsNow(core, root, texts)))
  const errors = read.flat().filter(({ applicable }) => applicable !== undefined)
  const settled = new Set(
    errors.flatMap(({ applicable = [] }) => (applicable.every((file) => texts.has(file)) ? applicable : [])),
  )
  // What is merged over them by the request alone is not what the directory says.
  const isAsThere = sources.every((source) => !('over' in source && source.over) || settled.has(source.file))
  return { files: isAsThere ? settled : new Set(), errors }
}

async function errorsNow(
  core: Parameters<typeof settledFiles>[0],
  root: string,
  texts: ReadonlyMap<string, string>,
): Promise<readonly SourceError[]> {
  const { reading, incomplete } = await readWatched(core, { root, directories: [root], texts })
  const { store, settings, clock } = core
  const input = { store, settings, now: clock.now(), isThere: existsSync, directories: [root] }
  return planSaved({ ...input, files: reading.files, incomplete }, root).errors
}
