import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { ApplyRequest } from '../../../api/v1/installation/requests.ts'
import { problemsIn, sourceErrorWords } from '../../../store/source/facts/problem-facts.ts'
import { watchedRootOf } from '../../../store/source/facts/root-facts.ts'
import type { FileReading } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { settledFiles } from './settled-files.ts'

/**
 * Throws (exit 2): what a watched file says is accepted from there, and an apply of it would be a second owner. Not of those that are
 * refused there, as all of that was applied: it has that one owner.
 */
export async function refuseWatched(
  core: Core,
  files: readonly Pick<FileReading, 'file'>[],
  request: Pick<ApplyRequest, 'sources' | 'sideFiles' | 'directories'>,
): Promise<void> {
  const settled = await settledFiles(core, request)
  for (const { file } of files) {
    const root = watchedRootOf(core.store, file)
    if (root === undefined || settled.files.has(file)) continue
    if (request.sideFiles) throw sameName(file, root)
    const waits = settled.errors.find(({ applicable }) => applicable?.includes(file))
    throw watched(file, root, waits ? sourceErrorWords(waits) : problemOf(core, file, root))
  }
}

function problemOf({ store }: Core, file: string, root: string): string | undefined {
  return problemsIn(store, root).find((problem) => problem.file === file)?.message
}

function watched(file: string, root: string, refused: string | undefined): InstallationError {
  if (refused !== undefined)
    return new InstallationError(exits.usage, `${file} is in the watched directory ${root}, and serve can't use it`, {
      remedy: `mend this there, and serve applies it by itself: ${refused}`,
    })
  return new InstallationError(exits.usage, `${file} is in the watched directory ${root}`, {
    remedy:
      'save it, and serve applies it by itself; run `reconcile serve` if none does. `reconcile plan -f` says what it would do; ' +
      '`reconcile scale SERVICE=N` writes a number into it, and `reconcile restart SERVICE` makes new tasks, ' +
      'with --pull of the image that its tag means now',
  })
}

/** A path is what a file is known by. */
export function sameName(file: string, root: string): InstallationError {
  return new InstallationError(
    exits.usage,
    `serve watches a directory ${root} of its own machine, and ${file} is of another`,
    {
      remedy: 'apply it from a directory of another name; or save it where serve runs, as by git push',
    },
  )
}
