import { relativeTo } from '../../api/v1/language/path-within.ts'
import type { WatchRule } from '../../api/v1/develop.ts'
import { createIgnore, type Ignore } from '../../engine/build/ignore.ts'

/** Temporary files of editors. */
const PASSING = '4913 *~ *.swp *.swx *.swo .kate-swp .#* #*# *___jb_old___ *___jb_tmp___ .idea'
  .split(' ')
  .map((each) => `**/${each}`)

/**
 * Whether a rule covers a path: at or below its own path, not ignored, and included where it has such patterns. Its own path is always
 * covered.
 */
export function concerns(rule: WatchRule, path: string): boolean {
  const before = judged.get(rule) ?? new Map<string, boolean>()
  const known = before.get(path)
  if (known !== undefined) return known
  const is = isAbout(rule, path)
  if (before.size >= MOST_JUDGED) before.clear()
  judged.set(rule, before.set(path, is))
  return is
}

/** The answers so far: matching is slow, and each new container asks about every change. */
const judged = new WeakMap<WatchRule, Map<string, boolean>>()
const MOST_JUDGED = 50_000

function isAbout(rule: WatchRule, path: string): boolean {
  const relative = relativeTo(rule.path, path)
  if (relative === undefined) return false
  if (relative === '') return true
  if (isPassing(relative) || matches(rule.ignore, relative) || isLeftOut(rule, path)) return false
  return rule.include.length === 0 || matches(rule.include, relative)
}

/** Whether no rule covers a path or anything below it, so that it need not be watched. */
export function isNobodys(rules: readonly WatchRule[], path: string): boolean {
  return rules.every((rule) => {
    const relative = relativeTo(rule.path, path)
    if (relative === undefined) return relativeTo(path, rule.path) === undefined
    if (relative === '') return false
    if (isPassing(relative) || isWholly(rule.ignore, relative)) return true
    return isLeftOut(rule, path, isWholly)
  })
}

function isPassing(relative: string): boolean {
  return /(^|\/)\.git(\/|$)/.test(relative) || matches(PASSING, relative)
}

/** Whether patterns match a path and all below it. */
function isWholly(patterns: readonly string[], relative: string): boolean {
  return matches(patterns, relative) && !filterOf(patterns).mayKeepBelow(relative)
}

/** Whether .dockerignore leaves a path out of the image: as in docker compose watch, it is not synced later either. */
function isLeftOut({ leftOut }: WatchRule, path: string, by = matches): boolean {
  const relative = leftOut && relativeTo(leftOut.directory, path)
  return relative !== undefined && relative !== '' && by(leftOut?.patterns ?? [], relative)
}

const filters = new WeakMap<readonly string[], Ignore>()

function matches(patterns: readonly string[], path: string): boolean {
  return patterns.length > 0 && filterOf(patterns).ignores(path)
}

function filterOf(patterns: readonly string[]): Ignore {
  const known = filters.get(patterns) ?? createIgnore(patterns)
  filters.set(patterns, known)
  return known
}

/** The path in the container; undefined where the rule syncs nothing there. */
export function targetOf(rule: WatchRule, path: string): string | undefined {
  const relative = relativeTo(rule.path, path)
  if (!rule.action.startsWith('sync') || rule.target === undefined || relative === undefined) return undefined
  return relative === '' ? rule.target : `${rule.target === '/' ? '' : rule.target}/${relative}`
}
