import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Cancel } from '../../clock/clock.ts'
import { realClock } from '../../clock/real.ts'
import { watchDisk } from '../../store/source/disk/disk-watch.ts'
import { until, untilSame } from './until.ts'

/** Longer than the quiet time of `watchedTree`. */
const REST_MS = 120
const QUIET_MS = 30

/** A directory `root` in a temporary directory, watched as a root's loop does: it is read again after a quiet time following each hint. */
export function watchedTree() {
  const home = mkdtempSync(join(tmpdir(), 'reconcile-watch-'))
  const root = join(home, 'root')
  mkdirSync(root)
  let hints = 0
  let cancel: Cancel = () => {}
  const watch = watchDisk(root, () => {
    hints += 1
    cancel()
    cancel = realClock.after(QUIET_MS, () => watch.also([]))
  })
  const settled = () => untilSame('there are no hints any more', REST_MS, () => hints)
  const isTold = async (path: string) => {
    const before = hints
    writeFileSync(path, String(before))
    const told = await until('a hint', () => hints > before, { ms: 2_000 }).catch(() => false)
    await settled()
    return told
  }
  return {
    home,
    root,
    settled,
    /** Writes a file into each directory of the tree; returns the directories for which no hint came. */
    async blind(): Promise<readonly string[]> {
      const blind: string[] = []
      for (const directory of directoriesIn(root))
        if (!(await isTold(join(directory, 'probe')))) blind.push(directory.slice(home.length))
      return blind
    },
    async close() {
      cancel()
      await watch.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

function directoriesIn(path: string): readonly string[] {
  const inside = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return [path, ...inside.flatMap(({ name }) => directoriesIn(join(path, name)))]
}
