import type { LogEntry } from '../../api/v1/answers.ts'
import type { LogsRequest } from '../../api/v1/requests.ts'
import type { LogLine } from '../../engine/engine.ts'
import type { Installation as Loops } from '../../controllers/installation.ts'
import type { Core } from './core.ts'
import { eventQueue } from './event-queue.ts'
import { lookedAtAll, refuseSilent } from './looked.ts'
import { containersOf, type Placed } from './running-containers.ts'

/** Lists are in after this long, or the logs of what is known are shown. */
const PATIENCE_MS = 10_000

/** What containers wrote: one after the other, or, followed, as it comes, those that start later too. */
export async function* logs(core: Core, request: LogsRequest): AsyncGenerator<LogEntry> {
  const loops = await core.begin([])
  await lookedAtAll(loops, PATIENCE_MS)
  refuseSilent(loops)
  if (request.follow) return yield* followed(core, loops, request)
  for (const placed of request.refs.flatMap((ref) => containersOf(loops.inventory, ref))) {
    const lines = eventQueue<LogEntry>()
    void read(core, placed, { request, push: lines.push }).then(lines.end, lines.fail)
    yield* lines
  }
}

async function* followed(core: Core, { inventory }: Loops, request: LogsRequest): AsyncGenerator<LogEntry> {
  const ended = new AbortController()
  const end = () => ended.abort(new Error('nobody reads the logs any more'))
  const lines = eventQueue<LogEntry>(end)
  const reading = new Set<string>()
  const own = { ...request, signal: ended.signal }
  const readNew = () => {
    for (const placed of request.refs.flatMap((ref) => containersOf(inventory, ref))) {
      // Each run of a container is followed once: its stream ends with it, and its next start is another one.
      const { Id, State } = placed.container
      const key = `${Id} ${State.StartedAt ?? ''}`
      if (reading.has(key) || (State.Status !== 'running' && reading.size > 0)) continue
      const again = [...reading].some((each) => each.startsWith(Id))
      reading.add(key)
      const from = again && State.StartedAt ? { since: Date.parse(State.StartedAt) } : {}
      const since = { ...own, ...from }
      void read(core, placed, { request: since, push: lines.push }).catch((error: unknown) => {
        if (!ended.signal.aborted) lines.fail(error)
      })
    }
  }
  const changes = inventory.watch().subscribe(readNew)
  const stop = () => lines.end()
  request.signal.addEventListener('abort', stop, { once: true })
  try {
    readNew()
    yield* lines
  } finally {
    changes.unsubscribe()
    request.signal.removeEventListener('abort', stop)
    end()
  }
}

interface Reading {
  readonly request: LogsRequest
  readonly push: (entry: LogEntry) => void
}

async function read(core: Core, { node, container }: Placed, { request, push }: Reading): Promise<void> {
  const { follow, tail, since, timestamps, signal } = request
  const source = container.Name.replace(/^\//, '')
  const onLine = ({ stream, text, timestamp }: LogLine) =>
    push({ source, stream, text, ...(timestamp === undefined ? {} : { timestamp }) })
  await (await core.engines()).get(node)?.logs(
    {
      ...{ id: container.Id, follow, timestamps, onLine },
      ...(tail === undefined ? {} : { tail }),
      ...(since === undefined ? {} : { since }),
    },
    { signal, object: `Node/${node}`, reason: 'its logs are asked for' },
  )
}
