import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { jsonLinesOf } from '../../../api/v1/installation/wire.ts'
import { until } from '../../support/until.ts'
import { type Serving, startServing } from './serving.ts'

const INITIAL = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan'
const CONFIGS = '/apis/reconcile.dev/v1/namespaces/shop/configs'

interface Event {
  readonly type: string
  readonly object: {
    readonly kind: string
    readonly code?: number
    readonly reason?: string
    readonly message?: string
    readonly metadata: {
      readonly name?: string
      readonly resourceVersion: string
      readonly annotations?: Readonly<Record<string, string>>
    }
  }
}

describe('a watch over the API', function () {
  this.timeout(60_000)
  let serving: Serving
  let open: ClientRequest[] = []

  beforeEach(async () => {
    serving = await startServing()
    open = []
    for (const name of ['a', 'b']) await create(name)
  })
  afterEach(async () => {
    for (const each of open) each.destroy()
    await serving.end()
  })

  const create = async (name: string) =>
    equal((await serving.ask({ method: 'POST', path: CONFIGS, body: config(name) })).code, 201)
  const version = () => String(serving.core.store.resourceVersion)

  /** Starts a watch; returns its events, and whether it has ended. */
  const watch = async (query: string, path = CONFIGS) => {
    const token = serving.token('view', `w${open.length}`)
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}` }
      const sent = request(`${serving.url}${path}?watch=true&${query}`, { headers, agent: false }, resolve)
      sent.on('error', reject)
      open.push(sent)
      sent.end()
    })
    const seen = { code: response.statusCode, events: [] as Event[], ended: false }
    const read = async () => {
      for await (const event of jsonLinesOf(response)) seen.events.push(event as Event)
      seen.ended = true
    }
    read().catch(() => undefined)
    return seen
  }
  const shown = (events: readonly Event[]) =>
    events.map(({ type, object }) =>
      `${type} ${object.metadata.name ?? object.metadata.annotations?.[END] ?? ''}`.trim(),
    )

  it('begins with what is there, and goes on with what comes', async () => {
    const { events } = await watch('')
    await until('two came', () => events.length === 2)
    await create('c')
    await until('the third came', () => events.length === 3)
    deepEqual(shown(events), ['ADDED a', 'ADDED b', 'ADDED c'])
  })

  for (const query of ['sendInitialEvents=true', 'sendInitialEvents=true&resourceVersion=1'])
    it(`marks the end of what was there, asked with ${query}`, async () => {
      const { events } = await watch(`${query}&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`)
      await until('the bookmark came', () => events.length === 3)
      deepEqual(shown(events), ['ADDED a', 'ADDED b', 'BOOKMARK true'])
      equal(events[2]?.object.metadata.resourceVersion, version())
      equal(events[2]?.object.kind, 'Config')
    })

  it('goes on from a version without a gap, and ends in time with a bookmark to go on from', async () => {
    const since = version()
    await create('c')
    const seen = await watch(`resourceVersion=${since}&allowWatchBookmarks=true&timeoutSeconds=1`)
    await until('it ended', () => seen.ended)
    deepEqual(shown(seen.events), ['ADDED c', 'BOOKMARK'])
    equal(seen.events[1]?.object.metadata.resourceVersion, version())
  })

  it('ends with the version that it began at, where nothing happened', async () => {
    const since = version()
    const seen = await watch(`resourceVersion=${since}&allowWatchBookmarks=true&timeoutSeconds=1`)
    await until('it ended', () => seen.ended)
    deepEqual(shown(seen.events), ['BOOKMARK'])
    equal(seen.events[0]?.object.metadata.resourceVersion, since)
  })

  it('tells of a deletion with the last state, and its own version', async () => {
    const { events } = await watch(`resourceVersion=${version()}&fieldSelector=metadata.name=b`)
    for (const name of ['a', 'b'])
      equal((await serving.ask({ method: 'DELETE', path: `${CONFIGS}/${name}` })).code, 200)
    await until('it came', () => events.length === 1)
    deepEqual(shown(events), ['DELETED b'])
    equal(events[0]?.object.metadata.resourceVersion, version())
  })

  for (const asked of ['resourceVersion=999999', 'resourceVersion=99999999999', `${INITIAL}&resourceVersion=999999`])
    it(`says 410 of a version that it never gave out, asked with ${asked}, and closes`, async () => {
      const seen = await watch(`${asked}&allowWatchBookmarks=true`)
      await until('it ended', () => seen.ended)
      const [{ type, object } = { type: '', object: undefined }, ...more] = seen.events
      deepEqual([type, object?.code, object?.reason, more.length], ['ERROR', 410, 'Expired', 0])
      match(object?.message ?? '', /list again/)
    })

  for (const query of ['resourceVersion=abc', 'timeoutSeconds=soon', 'fieldSelector=spec.x=1', 'labelSelector=,,=']) {
    it(`is refused at once where ${query} means nothing`, async () => {
      const { code } = await watch(query)
      ok(code === 400 || code === 422, String(code))
    })
  }

  it('costs a bounded memory where its client takes nothing, and others go on (S12)', async function () {
    this.timeout(90_000)
    const token = serving.token('view', 'stalled')
    const { port } = new URL(serving.url)
    const stalled = connect(Number(port), '127.0.0.1')
    stalled.pause()
    stalled.write(
      `GET ${CONFIGS}?watch=true&timeoutSeconds=2 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`,
    )
    const { events } = await watch(`resourceVersion=${version()}`)
    // A watcher that got every change would need 20 MB; the kernel buffers some of it.
    const content = 'x'.repeat(20_000)
    for (let index = 0; index < 1_000; index++)
      serving.core.store.update('Config', 'shop/a', (draft) => void (draft.spec.content = `${index}${content}`))
    await until('the other one saw all', () => events.length === 1_000, { ms: 60_000 })
    // A watch that began later and lasts longer has ended, so the time of the stalled one is over.
    const later = await watch(`resourceVersion=${version()}&timeoutSeconds=3`)
    await until('the later one ended', () => later.ended)
    stalled.resume()
    await new Promise((resolve) => stalled.once('close', resolve))
    ok(stalled.bytesRead < 14_000_000, `${stalled.bytesRead} bytes were held for it`)
  })
})

const END = 'k8s.io/initial-events-end'

function config(name: string): object {
  return { apiVersion: 'reconcile.dev/v1', kind: 'Config', metadata: { name }, spec: { content: name } }
}
