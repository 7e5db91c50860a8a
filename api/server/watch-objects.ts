import type { WatchEvent } from '../v1/installation/answers.ts'
import type { Installation } from '../v1/installation/installation.ts'
import { API_VERSION, type Kind } from '../v1/kinds.ts'
import type { WatchQuery } from '../v1/installation/requests.ts'
import type { Exchange } from './exec.ts'
import type { ObjectsPath } from './objects-path.ts'
import { isTrue, versionOf } from './query.ts'
import { Refusal, statusOf, untilRefused } from './refusal.ts'
import { type Selection, selectionOf } from './selection.ts'
import { lineWriter } from './watch-lines.ts'

/** A watch that names no time ends after this, or up to twice as much: clients whose connection died unseen come back. */
const USUAL_SECONDS = 300
/** Longest time that a timer takes. */
const LONGEST_MS = 2 ** 31 - 1

/** What a watch is asked with. */
interface Watch extends Selection {
  readonly kind: Kind
  readonly since?: string
  readonly notOlderThan?: string
  readonly bookmarks: boolean
  readonly initialEnd: boolean
  readonly timeoutMs: number
  readonly json: (object: object) => string
}

/** Changes of a kind as Kubernetes streams them: from a version on, or what is there first. The last line may be an ERROR: list anew. */
export async function watchObjects(
  objects: Pick<Installation, 'watch'>,
  path: ObjectsPath,
  { exchange, query }: { readonly exchange: Exchange; readonly query: URLSearchParams },
): Promise<void> {
  const { response, signal, stallMs = 0, json = JSON.stringify } = exchange
  const watch: Watch = { ...watchOf(path, query), json }
  response.writeHead(200, { 'content-type': 'application/json' })
  response.flushHeaders()
  const lines = lineWriter(response, stallMs)
  const over = AbortSignal.timeout(watch.timeoutMs)
  const until = AbortSignal.any([signal, over])
  // A client that takes nothing holds up the loop below, not its end.
  const onOver = () => response.writableNeedDrain && response.destroy()
  until.addEventListener('abort', onOver)
  try {
    for await (const line of untilRefused(linesOf(objects, watch, until), signal)) await lines.write(line)
  } catch (error) {
    if (!signal.aborted || error === signal.reason)
      await lines.write(`${JSON.stringify({ type: 'ERROR', object: statusOf(error) })}\n`)
  } finally {
    until.removeEventListener('abort', onOver)
    lines.end()
  }
}

async function* linesOf(
  objects: Pick<Installation, 'watch'>,
  watch: Watch,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const { kind, query, name, since, notOlderThan, bookmarks, initialEnd, matches, json } = watch
  const asked: WatchQuery = {
    ...query,
    ...(name === undefined ? {} : { name }),
    ...(since === undefined ? {} : { since }),
    ...(notOlderThan === undefined ? {} : { notOlderThan }),
    signal,
  }
  let last = since === 'now' ? undefined : since
  for await (const event of objects.watch(kind, asked)) {
    if ('object' in event) {
      last = event.object.metadata.resourceVersion
      if (matches(event.object)) yield `{"type":"${event.type}","object":${json(event.object)}}\n`
    } else if (event.type === 'BOOKMARK') {
      last = event.resourceVersion
      if (bookmarks || (event.initialEnd && initialEnd)) yield bookmarkLine(kind, event)
    } else {
      last = undefined
      yield expiredLine(event.message)
    }
  }
  if (bookmarks && last !== undefined) yield bookmarkLine(kind, { resourceVersion: last })
}

function watchOf(path: ObjectsPath, query: URLSearchParams): Omit<Watch, 'json'> {
  const version = versionOf(query)
  const isSaid = query.has('sendInitialEvents')
  const initialEnd = isTrue(query, 'sendInitialEvents')
  const wantsInitial = isSaid ? initialEnd : version === undefined
  const since = isSaid && version === undefined ? 'now' : version
  const seconds = query.get('timeoutSeconds') ?? ''
  return {
    ...selectionOf(path, query),
    kind: path.kind,
    ...(wantsInitial || since === undefined ? {} : { since }),
    ...(wantsInitial && version !== undefined ? { notOlderThan: version } : {}),
    bookmarks: isTrue(query, 'allowWatchBookmarks'),
    initialEnd,
    timeoutMs: timeoutOf(seconds),
  }
}

/** At random, so that all who came at once do not come back at once. */
function timeoutOf(seconds: string): number {
  if (seconds === '' || seconds === '0') return Math.round(USUAL_SECONDS * 1_000 * (1 + Math.random()))
  if (/^\d{1,10}$/.test(seconds)) return Math.min(Number(seconds) * 1_000, LONGEST_MS)
  throw new Refusal(400, 'BadRequest', 'timeoutSeconds must be a whole number from 0')
}

function bookmarkLine(kind: Kind, { resourceVersion, initialEnd }: Omit<Bookmark, 'type'>): string {
  const annotations = initialEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}
  const metadata = { resourceVersion, ...annotations }
  return `${JSON.stringify({ type: 'BOOKMARK', object: { apiVersion: API_VERSION, kind, metadata } })}\n`
}

type Bookmark = Extract<WatchEvent, { type: 'BOOKMARK' }>

function expiredLine(message: string): string {
  const status = {
    apiVersion: 'v1',
    kind: 'Status',
    metadata: {},
    status: 'Failure',
    message,
    reason: 'Expired',
    code: 410,
  }
  return `${JSON.stringify({ type: 'ERROR', object: status })}\n`
}
