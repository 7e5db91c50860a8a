import { relativeTo } from '../../api/v1/language/path-within.ts'
import type { WatchRule } from '../../api/v1/develop.ts'
import { createIgnore, type Ignore } from '../../engine/ignore.ts'

/** Files that editors have for a moment. */
const PASSING = '4913 *~ *.swp *.swx *.swo .kate-swp .#* #*# *___jb_old___ *___jb_tmp___ .idea'
  .split(' ')
  .map((each) => `**/${each}`)

/** Whether a rule is about a path: below its own, not ignored, and included where it names what is. What it names itself always is. */
export function concerns(rule: WatchRule, path: string): boolean {
  const before = judged.get(rule) ?? new Map<string, boolean>()
  const known = before.get(path)
  if (known !== undefined) return known
  const is = isAbout(rule, path)
  if (before.size >= MOST_JUDGED) before.clear()
  judged.set(rule, before.set(path, is))
  return is
}

/** Patterns are slow, and each change is asked about for each container that comes. */
const judged = new WeakMap<WatchRule, Map<string, boolean>>()
const MOST_JUDGED = 50_000

function isAbout(rule: WatchRule, path: string): boolean {
  const relative = relativeTo(rule.path, path)
  if (relative === undefined) return false
  if (relative === '') return true
  if (isPassing(relative) || matches(rule.ignore, relative) || isLeftOut(rule, path)) return false
  return rule.include.length === 0 || matches(rule.include, relative)
}

/** Whether nothing at a path or below it is any rule's affair: it need not even be looked at. */
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

/** As docker compose watch has it, what is no part of the image is not brought into it later. */
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

/** Where a path stands in the container; undefined where the rule brings nothing there. */
export function targetOf(rule: WatchRule, path: string): string | undefined {
  const relative = relativeTo(rule.path, path)
  if (!rule.action.startsWith('sync') || rule.target === undefined || relative === undefined) return undefined
  return relative === '' ? rule.target : `${rule.target === '/' ? '' : rule.target}/${relative}`
}
