import ignoreModule, { type Ignore } from '@balena/dockerignore'
import type { WatchExec, WatchRule } from './rules.ts'

const createIgnore = ignoreModule as unknown as (options?: { ignorecase?: boolean }) => Ignore

/** A file that was written, or is gone. */
export interface FileChange {
  /** Absolute. */
  readonly path: string
  readonly gone: boolean
}

/** What is to be done for a service. */
export interface WatchWork {
  readonly service: string
  /** Its image is built anew, and rolled out: nothing else is needed. */
  readonly rebuild: boolean
  readonly copies: readonly { readonly from: string; readonly to: string }[]
  /** Paths in its containers. */
  readonly removals: readonly string[]
  readonly restart: boolean
  readonly execs: readonly WatchExec[]
}

/** What comes of changes, by the rules of Compose: a rebuild has all that a sync would bring. */
export function planChanges(rules: readonly WatchRule[], changes: readonly FileChange[]): readonly WatchWork[] {
  const latest = [...new Map(changes.map((change) => [change.path, change])).values()]
  const services = [...new Set(rules.map(({ service }) => service))]
  return services.flatMap((service) => {
    const own = rules.filter((rule) => rule.service === service)
    const hits = own.flatMap((rule) =>
      latest.filter(({ path }) => concerns(rule, path)).map((change) => ({ rule, change })),
    )
    return hits.length > 0 ? [workOf(service, hits)] : []
  })
}

interface Hit {
  readonly rule: WatchRule
  readonly change: FileChange
}

function workOf(service: string, hits: readonly Hit[]): WatchWork {
  if (hits.some(({ rule }) => rule.action === 'rebuild'))
    return { service, rebuild: true, copies: [], removals: [], restart: false, execs: [] }
  const synced = hits.flatMap(({ rule, change: { path, gone } }) => {
    const to = targetOf(rule, path)
    return to === undefined ? [] : [{ from: path, to, gone }]
  })
  return {
    ...{ service, rebuild: false },
    copies: synced.filter(({ gone }) => !gone).map(({ from, to }) => ({ from, to })),
    removals: synced.filter(({ gone }) => gone).map(({ to }) => to),
    restart: hits.some(({ rule }) => rule.action.endsWith('restart')),
    execs: [...new Set(hits.flatMap(({ rule }) => (rule.action === 'sync+exec' ? (rule.exec ?? []) : [])))],
  }
}

/** Whether a rule is about a path: below its own, not ignored, and included where it names what is. */
export function concerns(rule: WatchRule, path: string): boolean {
  const relative = relativeTo(rule, path)
  if (relative === undefined) return false
  if (relative === '') return true
  if (/(^|\/)\.git(\/|$)/.test(relative) || matches(rule.ignore, relative)) return false
  return rule.include.length === 0 || matches(rule.include, relative)
}

function matches(patterns: readonly string[], path: string): boolean {
  if (patterns.length === 0) return false
  // Patterns are from the path on, with or without what says so.
  const own = patterns.map((each) => each.replace(/^(!?)(?:\.?\/)+/, '$1'))
  return createIgnore({ ignorecase: false })
    .add([...own])
    .ignores(path)
}

function relativeTo(rule: WatchRule, path: string): string | undefined {
  if (path === rule.path) return ''
  return path.startsWith(`${rule.path}/`) ? path.slice(rule.path.length + 1) : undefined
}

function targetOf(rule: WatchRule, path: string): string | undefined {
  const relative = relativeTo(rule, path)
  if (!rule.action.startsWith('sync') || rule.target === undefined || relative === undefined) return undefined
  return relative === '' ? rule.target : `${rule.target === '/' ? '' : rule.target}/${relative}`
}
