import { existsSync } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errorCode } from '../../../api/v1/language/caught-error.ts'
import { type DirectoryWatch, identityOf, watchDirectories } from './directory-watch.ts'
import type { Watch } from './source-files.ts'

/**
 * Watches directories, not files: a directory's events tell of each write, rename and link swap in it, a tree of 5,000 files
 * costs a few watches, and chokidar's own view of files (it misses swapped links) does not matter, as every hint is followed
 * by a look at the tree.
 */
export function watchDisk(directory: string, hint: () => void, failed?: (error: unknown) => void): Watch {
  let closed = false
  let target = ''
  let tree: DirectoryWatch | undefined
  const others = watchPlaces(hint)
  let link: DirectoryWatch | undefined
  const aim = async () => {
    const real = await realpath(directory).catch(() => directory)
    const found = `${await stat(real).then(identityOf, errorCode)} ${real}`
    if (closed || found === target) return
    target = found
    void tree?.close()
    tree = watchDirectories([real], aimAndHint, {
      skip: (path) => /\/(\.git|node_modules)(\/|$)/.test(path.slice(real.length)),
      ...(failed ? { failed } : {}),
    })
    // The root itself is reached through a link: where that stands, a swap is seen.
    if (real !== directory) link ??= watchDirectories([dirname(directory)], aimAndHint, { depth: 0 })
  }
  const aimAndHint = () => {
    void aim()
    hint()
  }
  const aimAnew = async () => {
    const watched = tree
    if ((await watched?.isLost()) && watched === tree) target = ''
    // A link further up may have been swapped, of which no watch tells.
    await aim()
  }
  void aim()
  return {
    also(paths) {
      others.also(paths)
      void aimAnew()
    },
    async close() {
      closed = true
      await Promise.all([tree?.close(), link?.close(), others.close()])
    },
  }
}

/** Watches nothing but the directories of the files that it is given; of one that is not there, what would be above it. */
export function watchPlaces(hint: () => void): Watch {
  let closed = false
  let watched: readonly string[] = []
  let watch: DirectoryWatch | undefined
  const aim = (wanted: readonly string[]) => {
    watched = wanted
    void watch?.close()
    watch = wanted.length > 0 ? watchDirectories(wanted, hint, { depth: 0 }) : undefined
  }
  const aimAnew = async () => {
    const looked = watch
    if ((await looked?.isLost()) && looked === watch && !closed) aim(watched)
  }
  return {
    also(paths) {
      const directories = new Set(paths.map((path) => dirname(path)))
      const wanted = [...new Set([...directories].map(orAbove))].sort()
      if (wanted.join('\n') === watched.join('\n')) void aimAnew()
      else aim(wanted)
    },
    async close() {
      closed = true
      await watch?.close()
    },
  }
}

/** A directory, or the nearest above it that is there. */
function orAbove(directory: string): string {
  const above = dirname(directory)
  return existsSync(directory) || above === directory ? directory : orAbove(above)
}
