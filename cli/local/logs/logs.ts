import type { LogEntry } from '../../../api/v1/installation/answers.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { describeRef } from '../../../api/v1/metadata.ts'
import type { LogsRequest } from '../../../api/v1/installation/requests.ts'
import { nameOf } from '../../../engine/container/name.ts'
import { type EngineError, isEngineError } from '../../../engine/errors.ts'
import type { Core } from '../open/core.ts'
import { oneOffNamed } from '../one-off/named.ts'
import { unreachableEngine } from '../unreachable.ts'
import { lookedAtAll } from '../waiting/looked.ts'
import { answering, refuseUnknown } from '../containers/running-containers.ts'
import { followAll } from './follow.ts'
import { mergeLogs } from './merge-logs.ts'
import { type Asked, noneReadable, type Reading, readRun } from './read-run.ts'
import { silentNodes } from './silent-nodes.ts'
import { type LogRun, previousRunsOf, type Runs, runsOf } from './runs.ts'

/** After how long it is said which host is waited for, ms. */
const SAY_AFTER_MS = 3_000

/** Streams the logs of containers by time. With `follow`, includes containers that start later, and ends when none can write any more. */
export async function* logs(core: Core, request: LogsRequest): AsyncGenerator<LogEntry> {
  const { store, installation } = core
  const loops = await core.begin([])
  await lookedAtAll(loops, request.signal)
  const { oneOffs, others } = await oneOffsIn(core, request)
  const runs = { inventory: loops.inventory, store, installation, oneOffs }
  const ended = new AbortController()
  const merged = mergeLogs(core.clock, request)
  const reading: Reading = { core, merged, request: { ...request, signal: ended.signal } }
  const stop = () => merged.end()
  if (request.signal.aborted) return
  request.signal.addEventListener('abort', stop, { once: true })
  // A one-off container starts only once, so its own stream suffices.
  const isOpen = request.follow && !request.previous && others.length > 0
  const leave = isOpen ? followAll(runs, reading, others) : readAll(runs, reading)
  try {
    for await (const entry of merged) yield request.timestamps ? entry : withoutTime(entry)
  } finally {
    leave()
    request.signal.removeEventListener('abort', stop)
    ended.abort(new Error('nobody reads the logs any more'))
  }
}

/** Splits refs into one-off containers and others. */
async function oneOffsIn(core: Core, { refs, signal }: LogsRequest) {
  const run = { signal, object: 'OneOff', reason: 'its logs are asked for' }
  const found = await Promise.all(refs.map((ref) => oneOffNamed(core, ref, run)))
  const oneOffs = found.flatMap((each): LogRun[] => (each ? [{ node: each.node, container: each.container }] : []))
  return { oneOffs, others: refs.filter((_, index) => !found[index]) }
}

/** Reads each container to its end. A host that breaks off is told of and passed by; fails if all do, or if nothing can be read. */
function readAll(runs: Runs, reading: Reading): () => void {
  const { merged, request } = reading
  const all = request.previous ? previousRunsOf(runs, request.refs) : runsOf(runs, request.refs)
  const found = answering(runs.inventory, all)
  if (found.length === 0) refuseUnknown(runs.inventory, all)
  if (request.previous && found.length === 0) throw noneBefore(request)
  const silent = silentNodes(merged, 'the rest of what its containers wrote is missing')
  const read = async (run: LogRun): Promise<boolean | EngineError> => {
    const settled = reading.core.clock.after(SAY_AFTER_MS, () => silent.delays(run.node), 'periodic')
    const how = { asked: askedOf(run, request), source: () => nameOf(run.container), onBegin: settled }
    try {
      return await readRun(reading, run, how)
    } catch (error) {
      if (!isEngineError(error, 'Unreachable', 'Timeout')) throw error
      return error
    } finally {
      settled()
    }
  }
  const finish = (ends: readonly (boolean | EngineError)[]) => {
    const broken = ends.filter((end) => typeof end !== 'boolean')
    const [first] = broken
    if (ends.length > 0 && !ends.includes(true)) return merged.fail(first ? unreachableEngine(first) : noneReadable())
    for (const { node, detail } of broken) silent.breaks(node, detail)
    return merged.end()
  }
  void Promise.all(found.map(read)).then(finish, merged.fail)
  return () => {}
}

function askedOf(run: LogRun, { tail, since = 0, until = Infinity }: LogsRequest): Asked {
  const end = Math.min(run.until ?? Infinity, until)
  return {
    ...(tail === undefined ? {} : { tail }),
    ...(since > 0 ? { since } : {}),
    ...(end < Infinity ? { until: end } : {}),
  }
}

function withoutTime({ timestamp: _, ...entry }: LogEntry): LogEntry {
  return entry
}

function noneBefore({ refs }: LogsRequest): InstallationError {
  return new InstallationError(exits.failed, `nothing ran before in the place of ${refs.map(describeRef).join(', ')}`, {
    remedy:
      'leave --previous away: what a container wrote goes with it; only what was restarted in place, or failed for good and is kept, has a past; the last words of a failed rollout are in `reconcile describe`',
  })
}
