import { by } from '../../api/v1/language/by.ts'
import type { WatchExec, WatchRule } from '../../api/v1/develop.ts'
import { concerns, targetOf } from './rule-paths.ts'

/** A file that was written or removed. */
export interface FileChange {
  /** Absolute. */
  readonly path: string
  readonly gone: boolean
}

/** A file and its path in a container. */
export interface FileCopy {
  readonly from: string
  readonly to: string
}

/** What is to be done for a service. */
export interface WatchWork {
  readonly service: string
  /** Whether its image is rebuilt and rolled out, which covers all the rest. */
  readonly rebuild: boolean
  readonly copies: readonly FileCopy[]
  /** Paths in its containers. */
  readonly removals: readonly string[]
  readonly restart: boolean
  readonly execs: readonly WatchExec[]
}

/** The work that changes lead to by the rules of Compose, for each service. A rebuild includes all that would be synced. */
export function workOn(rules: readonly WatchRule[], changes: readonly FileChange[]): readonly WatchWork[] {
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
    copies: parentsFirst(synced.filter(({ gone }) => !gone).map(({ from, to }) => ({ from, to }))),
    removals: synced.filter(({ gone }) => gone).map(({ to }) => to),
    restart: hits.some(({ rule }) => rule.action.endsWith('restart')),
    execs: [...new Set(hits.flatMap(({ rule }) => (rule.action === 'sync+exec' ? (rule.exec ?? []) : [])))],
  }
}

/**
 * Sorts by target, so that a directory that replaces a file is created before its contents. Stable: of rules with one target the later one
 * still wins.
 */
function parentsFirst(copies: readonly FileCopy[]): readonly FileCopy[] {
  return [...copies].sort(by(({ to }) => to))
}

/** The files of some work in words: their paths in the container, or their number if there are many. */
export function filesOf({ copies, removals }: WatchWork): string {
  const files = [...copies.map(({ to }) => to), ...removals.map((path) => `${path} removed`)]
  return files.length > 4 ? `${files.length} files` : files.join(', ')
}
