import { relativeTo } from '../../api/v1/language/path-within.ts'
import type { V1Condition } from '../../api/v1/generated/types.ts'
import { holdReasons } from '../../api/v1/reasons.ts'
import { developReasons } from '../../api/v1/source-reasons.ts'
import type { Developed, SourceChange } from './port.ts'
import { concerns } from './rule-paths.ts'
import { filesOf, type WatchWork, workOn } from './work.ts'

/** A container of the service. */
export interface DevelopedContainer {
  readonly node: string
  readonly id: string
  /** The name of its task. */
  readonly task: string
  readonly image?: string
  /** Whether something can be synced into it now: it runs, and its node may be worked on. */
  readonly runs: boolean
}

/** The input of planDevelop. */
export interface DevelopView {
  readonly developed: Developed
  readonly containers: readonly DevelopedContainer[]
  /** Why the service is paused; absent: it is not. */
  readonly paused?: string
}

/** A sync into one container. */
export interface BringAction extends Omit<DevelopedContainer, 'runs' | 'image'> {
  readonly work: WatchWork
  readonly because: string
}

export interface DevelopPlan {
  /** Why the image is rebuilt. Nothing is synced in the same pass; the next pass syncs the rest, as the build may fail. */
  readonly rebuild?: string
  readonly bring: readonly BringAction[]
  /** Up to which change each container is complete; one that is synced in this pass still has its earlier number. */
  readonly brought: ReadonlyMap<string, number>
  readonly condition: Required<Pick<V1Condition, 'status' | 'reason' | 'message'>>
}

/** The most failures that a condition names. */
const MOST_TOLD = 3

/**
 * Decides what is synced into a service's containers. Each is to have its image plus all changes since. A newer container gets the changes
 * that others had before, and changes during a pause are synced when it ends.
 */
export function planDevelop({ developed, containers, paused }: DevelopView): DevelopPlan {
  const { rules, changes, version, rebuiltAt, brought: before } = developed
  const brought = new Map(containers.flatMap(({ id }) => entryOf(id, before ? before.get(id) : 0)))
  if (paused !== undefined)
    return { bring: [], brought, condition: { status: 'False', reason: holdReasons.paused, message: paused } }
  const condition = conditionOf(developed, containers)
  const builds = rules.filter(({ action }) => action === 'rebuild')
  const rebuilding = changes.find(({ at, path }) => at > rebuiltAt && builds.some((rule) => concerns(rule, path)))
  if (rebuilding) return { rebuild: `${rebuilding.path} has changed`, bring: [], brought, condition }
  const workFor = workForContainers(developed)
  const bring = containers.flatMap(({ runs, image, ...container }): BringAction[] => {
    if (!runs) return [] // when it runs again, it is the same container with all that was synced
    const from = brought.get(container.id)
    const work = workFor(from, image)
    if (work) {
      const whole = withLeft(work, developed.failed.get(container.id)?.left ?? [])
      return [{ ...container, work: whole, because: reasonOf(work, from === undefined) }]
    }
    brought.set(container.id, version)
    return []
  })
  return { bring, brought, condition }
}

/**
 * Returns the work that a container lacks, by its last synced change and its image. The answer is cached, as thousands of changes are
 * examined once for all containers alike.
 */
function workForContainers(developed: Developed): (from?: number, image?: string) => WatchWork | undefined {
  const { rules, changes } = developed
  const known = new Map<string, WatchWork | undefined>()
  return (from, image) => {
    const alike = from === undefined ? `as ${image}` : `from ${from}`
    if (known.has(alike)) return known.get(alike)
    // A new container lacks only synced files: it has its image's files and started after the changes, so a restart alone is not needed.
    const asked = rules.filter(({ action }) => (from === undefined ? action.startsWith('sync') : action !== 'rebuild'))
    const lacked = changes.filter((change) =>
      from === undefined ? !isBuiltIn(change, image, developed) : change.at > from,
    )
    const [work] = workOn(asked, lacked)
    known.set(alike, work)
    return work
  }
}

/** Whether a change is part of a container's image: its path is in the build context, and the build was asked for after the change. */
function isBuiltIn({ path, at }: SourceChange, image: string | undefined, { built, context }: Developed): boolean {
  const builtAt = image === undefined ? undefined : built.get(image)
  return builtAt !== undefined && at <= builtAt && context !== undefined && relativeTo(context, path) !== undefined
}

/** Adds the paths whose removal failed last time, except where something is copied now. */
function withLeft(work: WatchWork, left: readonly string[]): WatchWork {
  const again = left.filter((path) => !work.copies.some(({ to }) => relativeTo(path, to) !== undefined))
  return again.length === 0 ? work : { ...work, removals: [...new Set([...again, ...work.removals])] }
}

function entryOf(id: string, at: number | undefined): readonly (readonly [string, number])[] {
  return at === undefined ? [] : [[id, at]]
}

function reasonOf(work: WatchWork, isNew: boolean): string {
  const files = filesOf(work)
  if (files === '') return 'its sources have changed'
  return isNew ? `it is new, and its image lacks ${files}` : `${files} changed in its sources`
}

/** The condition of a service with these containers. */
export function conditionOf(
  { rules, problem, failed, leftOut }: Developed,
  containers: readonly DevelopedContainer[],
): DevelopPlan['condition'] {
  if (problem !== undefined) return { status: 'False', reason: developReasons.refused, message: problem }
  const failures = containers.flatMap(({ id, task }) => {
    const own = failed.get(id)
    return own ? [`${own.message} in ${task}`] : []
  })
  if (failures.length > 0)
    return { status: 'False', reason: developReasons.syncFailed, message: failures.slice(0, MOST_TOLD).join('; ') }
  if (leftOut.size > 0) return { status: 'False', reason: developReasons.syncFailed, message: leftOutWords(leftOut) }
  const paths = [...new Set(rules.map(({ path }) => path))]
  const message = `its tasks are brought what changes in ${paths.join(', ')}`
  return { status: 'True', reason: developReasons.watching, message }
}

function leftOutWords(leftOut: ReadonlyMap<string, string>): string {
  const words = [...leftOut].slice(0, MOST_TOLD).map(([path, why]) => `${path} is left out: ${why}`)
  return [...words, ...(leftOut.size > MOST_TOLD ? [`and ${leftOut.size - MOST_TOLD} more`] : [])].join('; ')
}
