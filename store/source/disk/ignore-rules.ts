import { posix } from 'node:path'
import ignore, { type Ignore } from 'ignore'

/** The file that says, as a `.gitignore` does, which files and directories beside and below it are no manifests. */
export const IGNORE_FILE = '.reconcileignore'

/** The rules of one such file. */
export interface IgnoreRules {
  /** The directory that it is in: its patterns are relative to that. */
  readonly directory: string
  readonly rules: Ignore
}

/** Parses such a file. Upper and lower case differ, as in git. */
export function ignoreRulesOf(directory: string, bytes: Uint8Array): IgnoreRules {
  const text = Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\ufeff/, '')
  return { directory, rules: ignore({ ignorecase: false }).add(text) }
}

/**
 * Whether a file or directory is left out, by the rules of the directories that it is in, outermost first. The deepest
 * that says anything of it decides, and in that the last pattern, as in gitignore(5). Nothing below a directory that is left out is ever asked for, so it can't be taken in again.
 */
export function isIgnored(path: string, isDirectory: boolean, all: readonly IgnoreRules[]): boolean {
  for (const { directory, rules } of all.toReversed()) {
    const { ignored, unignored } = rules.test(`${posix.relative(directory, path)}${isDirectory ? '/' : ''}`)
    if (ignored || unignored) return ignored
  }
  return false
}
