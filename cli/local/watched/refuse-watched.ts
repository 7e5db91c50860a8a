import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { ApplyRequest } from '../../../api/v1/installation/requests.ts'
import { allProblems, isApplicable } from '../../../store/source/facts/problem-facts.ts'
import { watchedRootOf } from '../../../store/source/facts/root-facts.ts'
import type { Core } from '../open/core.ts'

/**
 * Throws (exit 2): what a watched file says is accepted from there, and an apply of it would be a second owner. Not of one that is refused
 * there, as all of it was applied: it has that one owner.
 */
export function refuseWatched(
  { store }: Core,
  file: string,
  { sideFiles, directories = [] }: Pick<ApplyRequest, 'sideFiles' | 'directories'>,
): void {
  const root = watchedRootOf(store, file)
  if (root === undefined) return
  if (sideFiles) throw sameName(file, root)
  if (directories.length === 0 && isApplicable(store, file)) return
  const refused = allProblems(store).find((problem) => problem.file === file)
  if (refused)
    throw new InstallationError(exits.usage, `${file} is in the watched directory ${root}, and serve can't use it`, {
      remedy: `mend this there, and serve applies it by itself: ${refused.message}`,
    })
  throw new InstallationError(exits.usage, `${file} is in the watched directory ${root}`, {
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
