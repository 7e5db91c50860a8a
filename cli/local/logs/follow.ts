import { merge } from 'rxjs'
import type { LogsRequest } from '../../../api/v1/installation/requests.ts'
import type { Cancel } from '../../../clock/clock.ts'
import { pause } from '../../../clock/sleep.ts'
import { nameOf } from '../../../engine/container/name.ts'
import { isEngineError } from '../../../engine/errors.ts'
import { logPosition, type Position } from '../../log-position.ts'
import { answering, refuseUnknown } from '../containers/running-containers.ts'
import type { Merged } from './merge-by-time.ts'
import { areAllThere, areOver } from './over.ts'
import { type Asked, noneReadable, type Reading, readRun } from './read-run.ts'
import { lastStart, type LogRun, type Runs, runsOf } from './runs.ts'
import { type SilentNodes, silentNodes } from './silent-nodes.ts'

/** How long to wait before reading again from a host that broke off, ms. */
const AGAIN_MS = 1_000
/**
 * How long to wait beyond the requested end, and for the next line of what was written before it, ms: an engine ends a stream only at the
 * first newer line, which may never come.
 */
const LATE_MS = 1_000

/**
 * Follows the containers of these refs until they can write no more, or until the requested time. Throws if no host with one answers at
 * first. A stream that breaks off continues where it was once its host answers; notices report both. Fails if no container can be read.
 */
export function followAll(runs: Runs, reading: Reading, refs: LogsRequest['refs']): () => void {
  const { merged, core } = reading
  const { until = Infinity } = reading.request
  const { inventory } = runs
  const silent = silentNodes(merged, 'what its containers write follows once it does')
  const first = runsOf(runs, reading.request.refs)
  if (answering(inventory, first).length === 0) refuseUnknown(inventory, first)
  const reads = openReads(first, { ...reading, silent, look: () => look() })
  const isNothingReadable = () => {
    const all = runsOf(runs, reading.request.refs)
    return all.length > 0 && all.every(reads.isUnreadable) && areAllThere(core.store, refs)
  }
  const readNew = () => {
    for (const run of runsOf(runs, reading.request.refs)) {
      const unreachable = inventory.host(run.node)?.unreachable
      if (reads.have(run)) continue
      if (unreachable === undefined) reads.read(run)
      else silent.breaks(run.node, unreachable)
    }
  }
  const endIfOver = () => {
    if (reads.open() === 0 && isNothingReadable()) return merged.fail(noneReadable())
    const isPast = core.clock.now() >= until
    if (reads.open() > 0 || !(isPast || areOver(core.store, refs))) return
    readNew()
    if (reads.open() === 0) merged.end()
  }
  const look = orFail(merged, () => {
    readNew()
    endIfOver()
  })
  const changes = inventory.watch().subscribe(look)
  changes.add(merge(core.store.watch('Task'), core.store.watch('Service')).subscribe(orFail(merged, endIfOver)))
  if (until < Infinity) changes.add(endOnceSilent(reading, until))
  look()
  return () => changes.unsubscribe()
}

/** Ends the logs when nothing more comes after the requested end. */
function endOnceSilent({ merged, core: { clock } }: Reading, until: number): Cancel {
  let cancel = clock.after(Math.max(0, until - clock.now()) + LATE_MS, look)
  function look() {
    const left = LATE_MS - merged.silentMs()
    if (left <= 0) merged.end()
    else cancel = clock.after(left, look)
  }
  return () => cancel()
}

function orFail({ fail }: Merged<unknown>, act: () => void): () => void {
  return () => {
    try {
      act()
    } catch (error) {
      fail(error)
    }
  }
}

interface Followed {
  readonly position: Position
  /** The range to read until something was read. */
  readonly first: Asked
  /** The container's present name. */
  name: string
  /** The start of the container whose reading began last. */
  begun?: string
}

interface Reads extends Reading {
  readonly silent: SilentNodes
  /** Looks for containers to read. */
  readonly look: () => void
}

/**
 * Reads each run of a container once: the stream ends with the run, and the next start is another run. It is read when the stream ended: a
 * stream that was opened for a run that is over meanwhile may be that of the next.
 */
function openReads(first: readonly LogRun[], { silent, look, ...reading }: Reads) {
  const { request, merged, core } = reading
  const known = new Map(first.map(({ container }) => [container.Id, unread(requested(request))]))
  const seen = new Set<string>()
  const unreadable = new Set<string>()
  const open = new Set<string>()
  const read = async (run: LogRun, start: string) => {
    const followed = known.get(run.container.Id) ?? unread(untilOf(request))
    known.set(run.container.Id, followed)
    followed.name = nameOf(run.container)
    const asked = askedOf(followed, run, start)
    const onBegin = () => {
      followed.begun = start
      silent.answers(run.node)
    }
    try {
      const how = { asked, position: followed.position, source: () => followed.name, onBegin }
      if (!(await readRun(reading, run, how))) unreadable.add(run.container.Id)
    } catch (error) {
      if (!isEngineError(error, 'Unreachable', 'Timeout')) throw error
      silent.breaks(run.node, error.detail)
      await pause(core.clock, AGAIN_MS, request.signal)
      seen.delete(start)
    }
  }
  return {
    open: () => open.size,
    isUnreadable: ({ container }: LogRun) => unreadable.has(container.Id),
    have(run: LogRun): boolean {
      const followed = known.get(run.container.Id)
      if (followed) followed.name = nameOf(run.container)
      return open.has(run.container.Id) || seen.has(startOf(run))
    },
    read(run: LogRun): void {
      const start = startOf(run)
      seen.add(start)
      open.add(run.container.Id)
      void read(run, start)
        .finally(() => open.delete(run.container.Id))
        .then(look, merged.fail)
    },
  }
}

function startOf({ container: { Id, State } }: LogRun): string {
  return `${Id} ${State.StartedAt ?? ''}`
}

function unread(first: Asked): Followed {
  return { position: logPosition(), first, name: '' }
}

function requested({ tail, since, ...request }: LogsRequest): Asked {
  return { ...untilOf(request), ...(tail === undefined ? {} : { tail }), ...(since === undefined ? {} : { since }) }
}

function untilOf({ until }: Pick<LogsRequest, 'until'>): Asked {
  return until === undefined ? {} : { until }
}

/** The range to continue from: after the last line read, else from the container's new start, else as requested. */
function askedOf({ position, first, begun }: Followed, { container }: LogRun, start: string): Asked {
  const isNew = begun !== undefined && begun !== start
  const since = position.again() ?? (isNew ? lastStart(container) : undefined)
  if (since !== undefined) return { ...untilOf(first), since }
  return isNew ? untilOf(first) : first
}
