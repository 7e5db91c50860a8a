import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { saidBy } from '../../engine/docker/refusals.ts'
import { anyRun, type FakeHttpEngine, json, startFakeHttpEngine } from './fake-http-engine.ts'

const taskLabels = { 'reconcile.dev/installation': 'default', 'reconcile.dev/task': 't1' }
const inUse = { message: 'Conflict. The container name "/web-1" is already in use by container "c9".' }
const inspectOf = (labels: Record<string, string>, status = 'created') => ({
  Id: 'c9',
  Name: '/web-1',
  State: { Status: status },
  Config: { Image: 'i', Labels: labels },
  HostConfig: {},
  NetworkSettings: { Networks: {} },
})

describe('a call to the docker engine', () => {
  let fake: FakeHttpEngine
  beforeEach(async () => {
    fake = await startFakeHttpEngine()
  })
  afterEach(() => fake.close())

  const create = () =>
    fake.engine.createContainer({ name: 'web-1', body: { Image: 'i', Labels: { ...taskLabels } } }, anyRun)
  const whenTaken = (owner: unknown, status = 200) => {
    fake.answer = (asked, response) =>
      asked.method === 'POST' ? json(response, 409, inUse) : json(response, status, owner)
  }

  it('that creates a container whose name its own task has already is a success', async () => {
    whenTaken(inspectOf(taskLabels))
    assert.deepEqual(await create(), { id: 'c9', warnings: [], existed: true })
  })

  it('that creates a container whose name another task has is a Conflict', async () => {
    for (const labels of [{}, { ...taskLabels, 'reconcile.dev/task': 't2' }, { 'reconcile.dev/task': 't1' }]) {
      whenTaken(inspectOf(labels))
      await assert.rejects(create(), { code: 'Conflict', detail: inUse.message })
    }
  })

  it('that creates a container whose name is just being freed is Busy', async () => {
    whenTaken(inspectOf(taskLabels, 'removing'))
    await assert.rejects(create(), { code: 'Busy' })
    whenTaken({ message: 'No such container' }, 404)
    await assert.rejects(create(), { code: 'Busy', message: `create container web-1 on local: ${inUse.message}` })
  })

  it('that creates a container says what keeps it from looking at who has the name', async () => {
    fake.answer = (asked, response) =>
      asked.method === 'POST'
        ? json(response, 409, inUse)
        : void response.writeHead(403, { 'Content-Type': 'text/html' }).end('Forbidden')
    const detail = /lets no GET \/containers\/web-1\/json through .* CONTAINERS=1/
    await assert.rejects(create(), { code: 'Unavailable', detail, obstacle: 'CallRefused' })
  })

  it('that lists volumes tells which plugin failed, and leaves out what the engine knows no labels of for that', async () => {
    const Warnings = ['list rclone:latest: Post "http://rclone/VolumeDriver.List": EOF']
    const of = (Name: string, Driver: string, Labels: object | null) => ({ Name, Driver, Labels })
    const Volumes = [of('a', 'local', null), of('b', 'rclone:latest', {}), of('c', 'rclone:latest', null)]
    fake.answer = (_asked, response) => json(response, 200, { Volumes, Warnings })
    const { volumes, warnings } = await fake.engine.listVolumes({}, anyRun)
    assert.deepEqual([volumes.map(({ Name }) => Name), warnings], [['a', 'b'], Warnings])
    fake.answer = (_asked, response) => json(response, 200, { Volumes: null, Warnings: null })
    assert.deepEqual(await fake.engine.listVolumes({}, anyRun), { volumes: [], warnings: [] })
  })

  it('that finds things as they should be already is a success', async () => {
    fake.answer = (_asked, response) => void response.writeHead(304).end()
    await fake.engine.startContainer({ id: 'x' }, anyRun)
    await fake.engine.stopContainer({ id: 'x' }, anyRun)
  })

  it('that pulls does not wait for containers that take their time to stop', async () => {
    const ends: (() => void)[] = []
    fake.answer = ({ url }, response) => {
      if (url.includes('/stop')) ends.push(() => void response.writeHead(204).end())
      else json(response, 200, {})
    }
    const stop = (_: unknown, at: number) => fake.engine.stopContainer({ id: `c${at}` }, anyRun)
    const stops = Array.from({ length: 40 }, stop)
    await fake.engine.pullImage({ image: 'busybox' }, anyRun)
    assert.equal(ends.length <= 32, true)
    fake.answer = (_asked, response) => void response.writeHead(204).end()
    for (const end of ends) end()
    await Promise.all(stops)
  })

  for (const path of [undefined, '/elsewhere', 'HOST/x'])
    it(`that is sent elsewhere fails, and does not go there: ${path ?? 'nowhere'}`, async () => {
      let strays = 0
      const other = createServer((_request, response) => void response.end(`${++strays}`)).listen(0, '127.0.0.1')
      await once(other, 'listening')
      const { port } = other.address() as AddressInfo
      const location = path?.replace('HOST', `http://127.0.0.1:${port}`)
      fake.answer = (_asked, response) => void response.writeHead(301, location ? { location } : {}).end()
      const error = { code: 'Invalid', detail: /^it sends elsewhere \(301\): a name in the request is none/ }
      await assert.rejects(fake.engine.startContainer({ id: 'x' }, anyRun), error)
      await assert.rejects(fake.engine.listNetworks({}, anyRun), error)
      await once(other.close(), 'close')
      assert.deepEqual([fake.asked.length, strays], [2, 0])
    })

  it('that is answered with another protocol fails at once, though nobody asked for one', async () => {
    fake.answer = (_asked, response) =>
      void response.socket?.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n')
    const error = { code: 'Unreachable', message: /^start container x on local: the connection to .* broke/ }
    await assert.rejects(fake.engine.startContainer({ id: 'x' }, anyRun), error)
    assert.equal(fake.asked.length, 1)
    await assert.rejects(fake.engine.listNetworks({}, anyRun), { code: 'Unreachable' })
  })

  for (const [status, type, text, words] of [
    [404, 'text/html', '<html><h1>404 Not\nFound</h1></html>', '404 Not Found'],
    [404, 'text/plain; charset=utf-8', '404 page not found', '404 page not found'],
    [200, 'text/html', '<html>Log in</html>', 'Log in'],
  ] as const)
    it(`that is answered with the page of a proxy says nothing of what is there, and did nothing: ${status}, ${type}`, async () => {
      fake.answer = (_asked, response) => void response.writeHead(status, { 'Content-Type': type }).end(text)
      for (const [call, request] of [
        [fake.engine.inspectContainer({ id: 'x' }, anyRun), 'GET /containers/x/json'],
        [fake.engine.startContainer({ id: 'x' }, anyRun), 'POST /containers/x/start'],
      ] as const) {
        const what = `what answers ${request} (${status}) is no Docker engine: ${words}`
        const detail = `${what}; check its address, and whether a proxy before it lets that through`
        await assert.rejects(call, { code: 'Unavailable', detail, keepsOut: false, obstacle: undefined })
      }
    })

  it('that is answered with nothing is not the answer of an engine, which says why', async () => {
    for (const [status, code, detail] of [
      [403, 'Unavailable', /lets no GET \/containers\/x\/json through \(403\)/],
      [404, 'Unavailable', /what answers GET .* \(404\) is no Docker engine; check its address/],
      [409, 'Conflict', /409/],
    ] as const) {
      fake.answer = (_asked, response) => void response.writeHead(status).end()
      await assert.rejects(fake.engine.inspectContainer({ id: 'x' }, anyRun), { code, detail })
    }
  })

  for (const [status, remedy] of [
    [429, /^a proxy .* answered GET \/containers\/x\/json itself \(429: Wait\): have it let more calls through/],
    [502, /^a proxy .* itself \(502: Wait\): start the engine behind it, or see the log of that proxy/],
    [503, /itself \(503: Wait\): start the engine behind it/],
    [504, /itself \(504: Wait\): start the engine behind it/],
  ] as const)
    it(`that a proxy answers itself, as the engine behind it does not, says so: ${status}`, async () => {
      fake.answer = (_asked, response) =>
        void response.writeHead(status, { 'Content-Type': 'text/html' }).end('<h1>Wait</h1>\n')
      const error = { code: 'Unavailable', detail: remedy, obstacle: undefined }
      await assert.rejects(fake.engine.inspectContainer({ id: 'x' }, anyRun), error)
    })

  it('quotes of a page what it shows, in one line and not all of it', () => {
    for (const [page, said] of [
      ['<!-- > -->\n<style>a{}</style>\n<p>Log\r\n in<script>b()', ': Log in'],
      ['Log in <a href="', ': Log in'],
      ['<html> </html>', ''],
      ['x'.repeat(300), `: ${'x'.repeat(200)} …`],
    ] as const)
      assert.equal(saidBy(page), said)
  })

  it('that removes a container which is being removed already ends when it is gone', async () => {
    const going = { message: 'removal of container 105e4af1 is already in progress' }
    const remove = (status: number, answer: unknown) => {
      fake.answer = (asked, response) =>
        asked.method === 'DELETE' ? json(response, 409, going) : json(response, status, answer)
      return fake.engine.removeContainer({ id: '105e4af1', force: true }, anyRun)
    }
    await remove(200, { StatusCode: 137 })
    assert.match(fake.asked.at(-1)?.url ?? '', /\/containers\/105e4af1\/wait\?condition=removed$/)
    await remove(404, { message: 'No such container: 105e4af1' })
    await assert.rejects(remove(200, { StatusCode: 0, Error: { Message: 'device busy' } }), { code: 'Busy' })
  })

  it('agrees on a version once for all that come first', async () => {
    fake.answer = (_asked, response) => json(response, 200, [])
    await Promise.all([1, 2, 3].map(() => fake.engine.listNetworks({}, anyRun)))
    assert.equal(fake.pings(), 1)
  })

  for (const { before, after, words } of [
    { before: '1.51', after: '1.41', words: 'client version 1.51 is too new. Maximum supported API version is 1.41' },
    { before: '1.41', after: '1.44', words: 'client version 1.41 is too old. Minimum supported API version is 1.44' },
  ])
    it(`agrees on a version anew, for a change too, where another engine refuses it: ${words}`, async () => {
      fake.version = before
      fake.answer = ({ url }, response) =>
        url.startsWith(`/v${fake.version}/`) ? json(response, 200, []) : json(response, 400, { message: words })
      await fake.engine.listNetworks({}, anyRun)
      fake.version = after
      await fake.engine.startContainer({ id: 'x' }, anyRun)
      assert.deepEqual(await fake.engine.listNetworks({}, anyRun), [])
      assert.equal(fake.pings(), 2)
    })

  it('gives up where an engine refuses the version that it answers', async () => {
    fake.answer = (_asked, response) => json(response, 400, { message: 'client version 1.41 is too old' })
    await assert.rejects(fake.engine.startContainer({ id: 'x' }, anyRun), { code: 'Unsupported' })
    assert.equal(fake.pings(), 3)
  })

  for (const { how, events, words } of [
    { how: 'has ended its events', events: '', words: /^watch events on local: .*the engine ended the stream/ },
    { how: 'is about to end', events: '{"Type":"container","Action":"kill"}\n', words: /the engine is ending/ },
  ])
    it(`agrees on a version anew once the engine ${how}, as it may be another one then`, async () => {
      fake.answer = ({ url }, response) => {
        if (!url.includes('/events')) json(response, 200, { ID: 'e1' })
        else if (events === '') response.writeHead(200).end()
        else response.writeHead(200).write(events)
      }
      assert.equal((await fake.engine.info({}, anyRun)).apiVersion, '1.41')
      fake.pingStatus = 503
      const broken = await new Promise<Error>((onBroken) => {
        const cancel = fake.engine.watch({
          onEvent: () => {},
          onReady: () => {},
          onBroken(error) {
            cancel()
            onBroken(error)
          },
        })
      })
      assert.match(broken.message, words)
      Object.assign(fake, { pingStatus: 200, version: '1.51' })
      assert.equal((await fake.engine.info({}, anyRun)).apiVersion, '1.51')
    })

  it('refuses Podman, by its name: it has another ID in each answer, so no host could be told from another', async () => {
    fake.pingHeaders = { 'Libpod-Api-Version': '4.3.1' }
    await assert.rejects(fake.engine.info({}, anyRun), {
      code: 'Unsupported',
      detail: 'this is Podman 4.3.1, which gives itself another ID in each answer: use Docker Engine',
    })
  })

  it('sends its body as JSON and an archive as a tar', async () => {
    fake.answer = (_asked, response) => json(response, 200, { Id: 'n1' })
    await fake.engine.createNetwork({ body: { Name: 'n' } }, anyRun)
    await fake.engine.putArchive({ id: 'c', path: '/', tar: new Uint8Array([1, 2, 3]) }, anyRun)
    const [network, archive] = fake.asked
    assert.deepEqual(JSON.parse(String(network?.body)), { Name: 'n', CheckDuplicate: true })
    assert.equal(network?.headers['content-type'], 'application/json')
    assert.deepEqual([...(archive?.body ?? [])], [1, 2, 3])
    assert.equal(archive?.headers['content-type'], 'application/x-tar')
  })

  it('waits while as many are under way as the limit allows, but for stops, which have their own', async () => {
    let [open, most, stops] = [0, 0, 0]
    const held: (() => void)[] = []
    fake.answer = (asked, response) => {
      if (asked.url.includes('/stop')) {
        stops++
        return void response.writeHead(204).end()
      }
      most = Math.max(most, ++open)
      held.push(() => {
        open--
        response.writeHead(204).end()
      })
      if (held.length >= 6) for (const release of held.splice(0)) setImmediate(release)
    }
    const starts = Array.from({ length: 24 }, (_, i) => fake.engine.startContainer({ id: `c${i}` }, anyRun))
    const stop = fake.engine.stopContainer({ id: 'x' }, anyRun)
    await Promise.all([...starts, stop])
    assert.deepEqual([most, stops], [6, 1])
    assert.equal(fake.asked.findIndex(({ url }) => url.includes('/stop')) < 8, true)
  })

  it('looks while as many changes are under way as the limit allows', async () => {
    const held: (() => void)[] = []
    fake.answer = ({ method }, response) => {
      if (method === 'POST') return void held.push(() => response.writeHead(204).end())
      response.writeHead(200).end('[]')
    }
    const starts = Array.from({ length: 8 }, (_, i) => fake.engine.startContainer({ id: `c${i}` }, anyRun))
    assert.deepEqual(await fake.engine.listContainers({}, anyRun), [])
    fake.answer = (_asked, response) => void response.writeHead(204).end()
    for (const release of held) release()
    await Promise.all(starts)
  })

  it('that is cancelled while it waits leaves its place to the next', async () => {
    const held: (() => void)[] = []
    fake.answer = (_asked, response) => void held.push(() => response.writeHead(204).end())
    const controller = new AbortController()
    const first = Array.from({ length: 6 }, (_, i) => fake.engine.startContainer({ id: `c${i}` }, anyRun))
    const waiting = fake.engine.startContainer({ id: 'gone' }, { ...anyRun, signal: controller.signal })
    const last = fake.engine.startContainer({ id: 'last' }, anyRun)
    controller.abort()
    await assert.rejects(waiting, { code: 'Cancelled' })
    while (held.length < 6) await new Promise(setImmediate)
    for (const release of held.splice(0)) release()
    await Promise.all(first)
    while (held.length < 1) await new Promise(setImmediate)
    held[0]?.()
    await last
  })

  for (const [when, begin] of Object.entries({
    'before its answer begins': () => undefined,
    'in the middle of its answer': (response: ServerResponse) => response.write('['),
  }))
    it(`that is given up ${when} ends for the engine too, and leaves its connection to nobody`, async () => {
      const controller = new AbortController()
      const asked = new Promise<ServerResponse>((resolve) => {
        fake.answer = (_asked, response) => {
          begin(response)
          resolve(response)
        }
      })
      const given = fake.engine.listNetworks({}, { ...anyRun, signal: controller.signal })
      const response = await asked
      const gone = once(response, 'close')
      controller.abort()
      await assert.rejects(given, { code: 'Cancelled' })
      await gone
      fake.answer = (_asked, next) => json(next, 200, [])
      assert.deepEqual(await fake.engine.listNetworks({}, anyRun), [])
    })

  it('that writes ends with its answer, though it is no longer wanted: else it would be made again', async () => {
    const controller = new AbortController()
    fake.answer = (_asked, response) => {
      controller.abort()
      setImmediate(() => response.writeHead(204).end())
    }
    await fake.engine.removeNetwork({ id: 'n' }, { ...anyRun, signal: controller.signal })
    assert.equal(fake.asked.length, 1)
  })

  it('reuses its connection', async () => {
    const ports = new Set<unknown>()
    fake.answer = (_asked, response) => {
      ports.add(response.socket)
      json(response, 200, [])
    }
    for (let i = 0; i < 20; i++) await fake.engine.listNetworks({}, anyRun)
    assert.equal(ports.size, 1)
  })

  it('tells what limits the kernel lacks', async () => {
    fake.answer = (_asked, response) =>
      json(response, 200, {
        ID: 'e1',
        ServerVersion: '20.10.24',
        MemoryLimit: true,
        SwapLimit: false,
        PidsLimit: false,
        Warnings: ['WARNING: No swap limit support', 'WARNING: No blkio weight support'],
        SystemTime: '2026-01-02T03:04:05.678Z',
      })
    const info = await fake.engine.info({}, anyRun)
    assert.deepEqual(info.lacks, ['swap', 'pids', 'blkioWeight'])
    assert.deepEqual([info.id, info.apiVersion, info.time], ['e1', '1.41', Date.UTC(2026, 0, 2, 3, 4, 5, 678)])
  })
})
