import { merge } from 'rxjs'
import type { LogEntry } from '../../../api/v1/answers.ts'
import { exits, InstallationError } from '../../../api/v1/installation-error.ts'
import { describeRef } from '../../../api/v1/metadata.ts'
import type { LogsRequest } from '../../../api/v1/requests.ts'
import { nameOf } from '../../../engine/container/name.ts'
import type { LogArgs, LogLine } from '../../../engine/engine.ts'
import { isEngineError } from '../../../engine/errors.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import type { Core } from '../open/core.ts'
import { oneOffNamed } from '../one-off/named.ts'
import { lookedAtAll } from '../waiting/looked.ts'
import { answering, refuseUnknown } from '../running-containers.ts'
import type { Merged } from './merge-by-time.ts'
import { mergeLogs } from './merge-logs.ts'
import { areOver } from './over.ts'
import { logPosition, type Position } from './position.ts'
import { lastStart, type LogRun, previousRunsOf, type Runs, runsOf } from './runs.ts'

/** What containers wrote, by time; followed, as it comes, those that start later too, until nothing more comes of them. */
export async function* logs(core: Core, request: LogsRequest): AsyncGenerator<LogEntry> {
  const { store, installation } = core
  const loops = await core.begin([])
  await lookedAtAll(loops, request.signal)
  const { oneOffs, others } = await oneOffsIn(core, request)
  const runs = { inventory: loops.inventory, store, installation, oneOffs }
  const ended = new AbortController()
  const merged = mergeLogs(core.clock, request)
  const reading: Reading = { core, merged, others, request: { ...request, signal: ended.signal } }
  const stop = () => merged.end()
  if (request.signal.aborted) return
  request.signal.addEventListener('abort', stop, { once: true })
  // A one-off container is started once: what follows it ends with it.
  const isOpen = request.follow && !request.previous && others.length > 0
  const leave = isOpen ? followAll(runs, reading) : readAll(runs, reading)
  try {
    for await (const entry of merged) yield request.timestamps ? entry : withoutTime(entry)
  } finally {
    leave()
    request.signal.removeEventListener('abort', stop)
    ended.abort(new Error('nobody reads the logs any more'))
  }
}

/** The one-off containers among what is named, and what is none of them. */
async function oneOffsIn(core: Core, { refs, signal }: LogsRequest) {
  const run = { signal, object: 'OneOff', reason: 'its logs are asked for' }
  const found = await Promise.all(refs.map((ref) => oneOffNamed(core, ref, run)))
  const oneOffs = found.flatMap((each): LogRun[] => (each ? [{ node: each.node, container: each.container }] : []))
  return { oneOffs, others: refs.filter((_, index) => !found[index]) }
}

interface Reading {
  readonly core: Core
  readonly merged: Merged<LogEntry>
  /** What is named and is no one-off container. */
  readonly others: LogsRequest['refs']
  readonly request: LogsRequest
}

function readAll(runs: Runs, reading: Reading): () => void {
  const { merged, request } = reading
  const all = request.previous ? previousRunsOf(runs, request.refs) : runsOf(runs, request.refs)
  const found = answering(runs.inventory, all)
  if (found.length === 0) refuseUnknown(runs.inventory, all)
  if (request.previous && found.length === 0) throw noneBefore(request)
  void Promise.all(
    found.map(async (run) => {
      const { since = 0 } = request
      const until = Math.min(run.until ?? Infinity, request.until ?? Infinity)
      const tail = request.tail === undefined ? {} : { tail: request.tail }
      const asked = { ...tail, ...(since > 0 ? { since } : {}), ...(until < Infinity ? { until } : {}) }
      await read(reading, run, { asked, source: () => nameOf(run.container) })
    }),
  ).then(merged.end, merged.fail)
  return () => {}
}

/** Each run of a container is read once: its stream ends with it, and its next start is another one. */
function followAll(runs: Runs, reading: Reading): () => void {
  const { merged, request, others, core } = reading
  const known = new Map<string, Followed>()
  const seen = new Set<string>()
  let isFirst = true
  let open = 0
  const readNew = () => {
    for (const run of runsOf(runs, request.refs)) {
      const { Id, State } = run.container
      const before = known.get(Id)
      const followed = before ?? { position: logPosition(), name: '' }
      followed.name = nameOf(run.container)
      known.set(Id, followed)
      const start = `${Id} ${State.StartedAt ?? ''}`
      if (seen.has(start)) continue
      seen.add(start)
      const asked = isFirst ? requested(request) : before ? sinceLast(run.container, followed) : untilOf(request)
      const how = { asked, source: () => followed.name, position: followed.position }
      open++
      void read(reading, run, how)
        .finally(() => open--)
        .then(look, merged.fail)
    }
    isFirst = false
  }
  const endIfOver = () => {
    if (open > 0 || !areOver(core.store, others)) return
    readNew()
    if (open === 0) merged.end()
  }
  const look = orFail(merged, () => {
    readNew()
    endIfOver()
  })
  const changes = runs.inventory.watch().subscribe(look)
  const { store } = core
  changes.add(merge(store.watch('Task'), store.watch('Service')).subscribe(orFail(merged, endIfOver)))
  look()
  return () => changes.unsubscribe()
}

function orFail({ fail }: Merged<LogEntry>, act: () => void): () => void {
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
  /** As it is called now. */
  name: string
}

type Asked = Pick<LogsRequest, 'tail' | 'since' | 'until'>

function requested({ tail, since, ...request }: LogsRequest): Asked {
  return { ...untilOf(request), ...(tail === undefined ? {} : { tail }), ...(since === undefined ? {} : { since }) }
}

function untilOf({ until }: Pick<LogsRequest, 'until'>): Asked {
  return until === undefined ? {} : { until }
}

/** What it wrote since it was read, or, where nothing was, since it started. */
function sinceLast(container: HostContainer, { position }: Followed): Asked {
  const since = position.again() ?? lastStart(container)
  return since === undefined ? {} : { since }
}

interface How {
  readonly asked: Asked
  readonly source: () => string
  readonly position?: Position
}

async function read(
  { core, merged, request }: Reading,
  { node, container }: LogRun,
  { asked, source, position }: How,
): Promise<void> {
  const lane = merged.open()
  const run = { signal: request.signal, object: `Node/${node}`, reason: 'its logs are asked for' }
  const engine = (await core.engines()).get(node)
  const follow = request.follow && !request.previous
  const ask = async ({ tail, ...args }: Asked & Pick<LogArgs, 'onLine' | 'onBegin'>) =>
    await engine?.logs(
      { ...{ id: container.Id, follow, timestamps: true }, ...(tail === undefined ? {} : { tail }), ...args },
      run,
    )
  let skipped = 0
  const onLine = (line: LogLine) => {
    if (skipped-- > 0 || position?.take(line) === false) return undefined
    return lane.push({ source: source(), ...line })
  }
  try {
    const { tail, ...rest } = asked
    const isCounted = tail !== undefined && asked.until !== undefined && !follow
    if (isCounted) skipped = (await count(ask, rest)) - tail
    await ask({ ...(isCounted ? rest : asked), onLine, onBegin: lane.begin })
  } catch (error) {
    const isGone = isEngineError(error, 'NotFound')
    if (!isGone && !request.signal.aborted) throw error
  } finally {
    lane.end()
  }
}

/** How many lines there are before a moment: an engine takes the last ones first, and leaves out what is too new of those. */
async function count(
  ask: (args: Asked & Pick<LogArgs, 'onLine'>) => Promise<void>,
  asked: Omit<Asked, 'tail'>,
): Promise<number> {
  let lines = 0
  await ask({ ...asked, onLine: () => void lines++ })
  return lines
}

function withoutTime({ source, stream, text }: LogEntry): LogEntry {
  return { source, stream, text }
}

function noneBefore({ refs }: LogsRequest): InstallationError {
  return new InstallationError(exits.failed, `nothing ran before in the place of ${refs.map(describeRef).join(', ')}`, {
    remedy:
      'leave --previous away: what a container wrote goes with it; only what was restarted in place, or is kept of a failed rollout, has a past',
  })
}
