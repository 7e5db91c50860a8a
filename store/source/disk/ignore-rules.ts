import { posix } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import type { Entry } from './source-files.ts'

/** The file that says, as a `.gitignore` does, which files and directories beside and below it are no manifests. */
export const IGNORE_FILE = '.reconcileignore'

/** The rules of one such file. */
export interface IgnoreRules {
  /** The directory that it is in: its patterns are relative to that. */
  readonly directory: string
  readonly rules: Ignore
}

/** Each path is matched with each line. */
const MOST_LINES = 1_000

/** How many `*` or `**` a pattern may have: it becomes a regular expression, whose time is the length of a name to the power of these. */
const MOST_STARS = 3

/** Parses such a file. Upper and lower case differ, as in git. Throws where matching could take too long, naming the line. */
export function ignoreRulesOf(directory: string, bytes: Uint8Array): IgnoreRules {
  const lines = Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
  if (lines.length > MOST_LINES) throw new Error(`has more than ${MOST_LINES} lines: leave out whole directories`)
  const wild = lines.findIndex(isTooWild)
  if (wild !== -1) throw new Error(`line ${wild + 1}: has more than ${MOST_STARS} \`*\`: write several lines`)
  return { directory, rules: ignore({ ignorecase: false }).add(lines) }
}

function isTooWild(pattern: string): boolean {
  return !pattern.startsWith('#') && (pattern.match(/\*+/g)?.length ?? 0) > MOST_STARS
}

/**
 * Whether an entry of the directory `within` is left out, by the rules there and around it, innermost first. The first that says anything of
 * it decides, and in that the last pattern, as in gitignore(5). Nothing below a directory that is left out is ever asked for, so it can't be
 * taken in again.
 */
export function isIgnored(within: string, { name, kind }: Entry, all: readonly IgnoreRules[]): boolean {
  for (const { directory, rules } of all) {
    const path = posix.join(posix.relative(directory, within), name)
    const { ignored, unignored } = rules.test(kind === 'directory' ? `${path}/` : path)
    if (ignored || unignored) return ignored
  }
  return false
}
