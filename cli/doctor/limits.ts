import { readFileSync, watch } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode } from '../../api/v1/language/caught-error.ts'
import { type Check, failure, type Finding, ok, warning } from './finding.ts'

/** What the checks need. */
export interface LimitsGround {
  /** The path of the proc file system. */
  readonly proc: string
  /** The watched directories. */
  readonly roots: readonly string[]
  /** A directory to try a watch on. */
  readonly tried: string
}

/** Checks limits of the kernel and of this process. */
export function limitChecks(ground: LimitsGround): readonly Check[] {
  return [
    { name: 'watches', look: () => watches(ground) },
    { name: 'open files', look: () => openFiles(ground) },
  ]
}

async function watches({ proc, roots, tried }: LimitsGround): Promise<readonly Finding[]> {
  const refused = tryWatch(tried)
  if (refused) return [refused]
  const most = Number(textOf(join(proc, 'sys/fs/inotify/max_user_watches')) ?? Number.NaN)
  const needed = (await Promise.all(roots.map((root) => directoriesIn(root, most)))).reduce(
    (sum, each) => sum + each,
    0,
  )
  const remedy = `sysctl fs.inotify.max_user_watches=${Math.max(524_288, 4 * needed)}, or watch smaller directories`
  const words = `${needed} directories are watched; a user may watch ${most}`
  if (needed > most) return [failure('watches', words, remedy)]
  if (needed > most / 2) return [warning('watches', words, remedy)]
  return [ok('watches', Number.isNaN(most) ? `${needed} directories are watched` : words)]
}

/** Tries whether this user may add a watch; a failure names the limit reached. */
function tryWatch(directory: string): Finding | undefined {
  try {
    watch(directory, { persistent: false }).close()
    return undefined
  } catch (error) {
    const limit = REACHED[errorCode(error)]
    if (!limit) return undefined
    return failure(
      'watches',
      `this user may watch nothing more: ${limit} is reached`,
      `raise it with sysctl fs.inotify.${limit}`,
    )
  }
}

const REACHED: Readonly<Record<string, string>> = { EMFILE: 'max_user_instances', ENOSPC: 'max_user_watches' }

/** The number of directories that serve watches, at most `most` + 1; skips .git and node_modules. */
async function directoriesIn(root: string, most: number): Promise<number> {
  let count = 0
  const pending = [root]
  for (let next = pending.pop(); next !== undefined && !(count > most); next = pending.pop()) {
    count++
    const entries = await readdir(next, { withFileTypes: true }).catch(() => [])
    for (const entry of entries)
      if (entry.isDirectory() && entry.name !== '.git' && entry.name !== 'node_modules')
        pending.push(join(next, entry.name))
  }
  return count
}

/** Needed for connections to engines, API watchers and files open at the same time. */
const LEAST_FILES = 256
const FEW_FILES = 1_024

function openFiles({ proc }: LimitsGround): readonly Finding[] {
  const [, soft = ''] = /^Max open files\s+(\S+)/m.exec(textOf(join(proc, 'self/limits')) ?? '') ?? []
  if (soft === '') return []
  const limit = soft === 'unlimited' ? Infinity : Number(soft)
  const remedy = 'raise it: `ulimit -n 65536`, or LimitNOFILE= in the unit of systemd'
  const words = `this process may open ${soft} files`
  if (limit < LEAST_FILES) return [failure('open files', words, remedy)]
  return [limit < FEW_FILES ? warning('open files', words, remedy) : ok('open files', words)]
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined
  }
}
