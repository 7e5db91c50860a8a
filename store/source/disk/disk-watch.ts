import { existsSync } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errorCode } from '../../../api/v1/language/caught-error.ts'
import { type DirectoryWatch, identityOf, watchDirectories } from './directory-watch.ts'
import type { Watch } from './source-files.ts'

/** How long a directory may be there before it is taken for one that the watch has missed, ms. */
const NOTICED_MS = 1_000

/**
 * Watches a tree for hints. It watches directories, not files: their events cover each write, rename and link swap in them, so that 5,000
 * files cost a few watches. chokidar's own view of files, which misses swapped links, does not matter, as each hint leads to a read of the
 * tree.
 */
export function watchDisk(directory: string, hint: () => void, failed?: (error: unknown) => void): Watch {
  let closed = false
  let target = ''
  let tree: DirectoryWatch | undefined
  const others = watchPlaces(hint)
  let link: DirectoryWatch | undefined
  let noticed: NodeJS.Timeout | undefined
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
    // The root is a link: watch its parent directory to notice when the link is swapped.
    if (real !== directory) link ??= watchDirectories([dirname(directory)], aimAndHint, { depth: 0 })
  }
  const aimAndHint = () => {
    void aim()
    hint()
  }
  const aimAnew = async () => {
    const watched = tree
    if ((await watched?.isLost()) && watched === tree) target = ''
    // A link further up may have been swapped, which no watch reports.
    await aim()
  }
  void aim()
  return {
    also(paths, directories = []) {
      others.also(paths)
      void aimAnew()
      clearTimeout(noticed)
      noticed = setTimeout(() => tree?.watchToo(directories), NOTICED_MS).unref()
    },
    async close() {
      closed = true
      clearTimeout(noticed)
      await Promise.all([tree?.close(), link?.close(), others.close()])
    },
  }
}

/** Watches only the directories of the given files; for a missing directory, its nearest existing parent. */
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

/** A directory, or its nearest existing parent. */
function orAbove(directory: string): string {
  const above = dirname(directory)
  return existsSync(directory) || above === directory ? directory : orAbove(above)
}
