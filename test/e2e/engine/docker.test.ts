import assert from 'node:assert/strict'
import { extract, pack } from 'tar-stream'
import type { LogLine } from '../../../engine/engine.ts'
import type { EngineErrorCode } from '../../../engine/errors.ts'
import { until } from '../../support/until.ts'
import { releases } from '../../support/lab.ts'
import { anyRun, collectEvents, type LabEngine, runShell, startLabEngine } from './lab-engine.ts'

for (const release of releases) {
  describe(`the docker engine over ${release}`, function () {
    this.timeout(180_000)
    let lab: LabEngine
    before(async () => {
      lab = await startLabEngine(release)
    })
    after(() => lab.end())

    it('agrees on an API version and tells about itself', async () => {
      const info = await lab.engine.info({}, anyRun)
      assert.equal(info.apiVersion, release === 'debian12' ? '1.41' : '1.51')
      assert.ok(Math.abs(info.time - Date.now()) < 5_000)
      assert.ok(info.id.length > 10 && info.cpus > 0 && info.memoryBytes > 0)
    })

    it('tells what it refuses in typed errors', async () => {
      const { engine } = lab
      const id = await runShell(engine, { name: 'refuse-1', line: 'sleep 1000' })
      const body = { Image: 'busybox:1.36', Cmd: ['true'] }
      const port = {
        ExposedPorts: { '80/tcp': {} },
        HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '8099' }] } },
      }
      await runShell(engine, { name: 'port-1', line: 'sleep 1000', ...port })
      const refusals: readonly [EngineErrorCode, string, () => Promise<unknown>][] = [
        ['NotFound', 'an unknown container', () => engine.inspectContainer({ id: 'nope' }, anyRun)],
        [
          'NotFound',
          'an unknown image',
          () => engine.createContainer({ name: 'x1', body: { Image: 'nope:1' } }, anyRun),
        ],
        ['NotFound', 'an unknown image', () => engine.inspectImage({ name: 'nope' }, anyRun)],
        ['NotFound', 'an unknown volume', () => engine.removeVolume({ name: 'nope' }, anyRun)],
        ['Conflict', 'a taken name', () => engine.createContainer({ name: 'refuse-1', body }, anyRun)],
        ['Conflict', 'removal of what runs', () => engine.removeContainer({ id }, anyRun)],
        ['Invalid', 'a bad name', () => engine.createContainer({ name: 'x', body }, anyRun)],
        ['Invalid', 'a missing program', () => runShell(engine, { name: 'bad-1', line: '', Cmd: ['/nonexistent'] })],
        ['Busy', 'a taken port', () => runShell(engine, { name: 'port-2', line: 'sleep 1', ...port })],
      ]
      for (const [code, tried, call] of refusals) await assert.rejects(call(), { code }, `${tried} was not refused`)
    })

    it('begins a terminal in its size, on engines that can', async () => {
      const id = await runShell(lab.engine, { name: 'terminal-1', line: 'sleep 1000' })
      const terminal = { size: () => ({ columns: 91, rows: 17 }), onResize: () => () => {} }
      let output = ''
      const onOutput = (_: string, bytes: Uint8Array) => void (output += new TextDecoder().decode(bytes))
      for (let times = 0; times < 5; times++)
        await lab.engine.exec({ id, command: ['sh', '-c', 'stty size || true'], terminal, onOutput }, anyRun)
      if (release !== 'debian12') assert.equal(output, '17 91\r\n'.repeat(5))
    })

    it('takes a create whose answer was lost for a success', async () => {
      const labels = { 'reconcile.dev/installation': 'default', 'reconcile.dev/task': 't1' }
      const create = () =>
        lab.engine.createContainer(
          { name: 'twice-1', body: { Image: 'busybox:1.36', Cmd: ['true'], Labels: labels } },
          anyRun,
        )
      assert.equal((await create()).id, (await create()).id)
    })

    it('reads logs of both streams, from a terminal, and as they come', async () => {
      const line = 'echo out; echo err >&2; sleep 0.5; echo later; sleep 1000'
      for (const Tty of [false, true]) {
        const id = await runShell(lab.engine, { name: `logs-${Tty}`, line, Tty })
        const lines: LogLine[] = []
        const controller = new AbortController()
        const onLine = (one: LogLine) => {
          lines.push(one)
          if (one.text === 'later') controller.abort()
        }
        const following = lab.engine.logs({ id, follow: true, onLine }, { ...anyRun, signal: controller.signal })
        await assert.rejects(following, { code: 'Cancelled' })
        const texts = lines.map(({ stream, text }) => `${stream} ${text}`).sort()
        assert.deepEqual(texts, [Tty ? 'stdout err' : 'stderr err', 'stdout later', 'stdout out'])
        const tail: LogLine[] = []
        await lab.engine.logs({ id, tail: 1, timestamps: true, onLine: (one) => void tail.push(one) }, anyRun)
        assert.equal(tail[0]?.text, 'later')
        assert.match(tail[0]?.timestamp ?? '', /^\d{4}-\d\d-\d\dT.*Z$/)
      }
    })

    it('reads a line that the engine keeps in parts as one, with its time', async () => {
      for (const Tty of [false, true]) {
        const line = 'head -c 40000 /dev/zero | tr "\\0" x; echo; sleep 1000'
        const id = await runShell(lab.engine, { name: `long-${Tty}`, line, Tty })
        const seen: LogLine[] = []
        const controller = new AbortController()
        const onLine = (one: LogLine) => {
          seen.push(one)
          controller.abort()
        }
        const run = { ...anyRun, signal: controller.signal }
        const following = lab.engine.logs({ id, follow: true, timestamps: true, onLine }, run)
        await assert.rejects(following, { code: 'Cancelled' })
        assert.equal(seen[0]?.text, 'x'.repeat(40_000))
      }
    })

    it('runs a command with input, output, errors and an exit code', async () => {
      const id = await runShell(lab.engine, { name: 'exec-1', line: 'sleep 1000' })
      const output = { stdout: '', stderr: '' }
      const big = Buffer.alloc(300_000, 'x')
      const answer = await lab.engine.exec(
        {
          id,
          command: ['sh', '-c', 'wc -c; pwd; echo $A; id -u; echo no >&2; exit 7'],
          env: ['A=b'],
          workingDir: '/tmp',
          user: '1000',
          stdin: (async function* () {
            for (let i = 0; i < 10; i++) yield big
          })(),
          onOutput: (stream, bytes) => {
            output[stream] += Buffer.from(bytes)
          },
        },
        anyRun,
      )
      assert.deepEqual([answer, output], [{ exitCode: 7 }, { stdout: '3000000\n/tmp\nb\n1000\n', stderr: 'no\n' }])
    })

    it('refuses a command in a container that does not run', async () => {
      const { id } = await lab.engine.createContainer(
        { name: 'idle-1', body: { Image: 'busybox:1.36', Cmd: ['true'] } },
        anyRun,
      )
      await assert.rejects(lab.engine.exec({ id, command: ['true'], onOutput: () => {} }, anyRun), { code: 'Conflict' })
    })

    it('ends a command that its caller gives up', async () => {
      const id = await runShell(lab.engine, { name: 'exec-2', line: 'sleep 1000' })
      const controller = new AbortController()
      const running = lab.engine.exec(
        { id, command: ['sh', '-c', 'echo begun; sleep 1000'], onOutput: () => controller.abort() },
        { ...anyRun, signal: controller.signal },
      )
      await assert.rejects(running, { code: 'Cancelled' })
    })

    it('writes files into a container that never ran, and reads them back', async () => {
      const { id } = await lab.engine.createContainer(
        { name: 'files-1', body: { Image: 'busybox:1.36', Cmd: ['true'] } },
        anyRun,
      )
      const tar = pack()
      tar.entry({ name: 'greeting', mode: 0o400, uid: 7 }, 'hello')
      tar.finalize()
      const chunks: Buffer[] = []
      for await (const chunk of tar) chunks.push(chunk as Buffer)
      await lab.engine.putArchive({ id, path: '/tmp', tar: Buffer.concat(chunks) }, anyRun)
      const reader = extract()
      reader.end(Buffer.from(await lab.engine.getArchive({ id, path: '/tmp/greeting' }, anyRun)))
      for await (const entry of reader) {
        let text = ''
        for await (const chunk of entry) text += chunk
        assert.deepEqual(
          [entry.header.name, (entry.header.mode ?? 0) & 0o777, entry.header.uid, text],
          ['greeting', 0o400, 7, 'hello'],
        )
      }
      await assert.rejects(lab.engine.getArchive({ id, path: '/nope' }, anyRun), { code: 'NotFound' })
    })

    it('tells events in order, without the noise of commands, and none after the end', async () => {
      const watch = await collectEvents(lab.engine)
      const id = await runShell(lab.engine, { name: 'events-1', line: 'sleep 1000' })
      await lab.engine.exec({ id, command: ['true'], onOutput: () => {} }, anyRun)
      await lab.engine.stopContainer({ id, timeoutSeconds: 0 }, anyRun)
      await lab.engine.removeContainer({ id }, anyRun)
      await until('the container is destroyed', () => watch.told().includes('container destroy'))
      const own = watch.events.filter((event) => event.id === id).map(({ action }) => action)
      // The order of die and stop is another one in 28.
      assert.deepEqual([...new Set(own)].sort(), ['create', 'destroy', 'die', 'kill', 'start', 'stop'])
      const die = watch.events.find(({ action }) => action === 'die')
      assert.equal(die?.attributes['exitCode'], '137')
      watch.cancel()
      assert.deepEqual(watch.broken, [])
    })

    it('replays events since a time of the engine', async () => {
      const { time } = await lab.engine.info({}, anyRun)
      await lab.engine.createVolume({ body: { Name: 'replayed' } }, anyRun)
      const names: string[] = []
      const cancel = lab.engine.watch({ since: time, onEvent: ({ id }) => names.push(id), onReady() {}, onBroken() {} })
      await until('the event is told', () => names.includes('replayed'))
      cancel()
    })
  })
}

describe('the docker engine that goes away', function () {
  this.timeout(180_000)

  it('breaks its event stream, is Unreachable, hangs within a deadline, and works again', async () => {
    const lab = await startLabEngine('debian12')
    try {
      const watch = await collectEvents(lab.engine)
      await lab.host.crash()
      await until('the stream breaks', () => watch.broken.length === 1)
      await assert.rejects(lab.engine.info({}, anyRun), { code: 'Unreachable' })
      await lab.host.start()
      assert.equal((await lab.engine.info({}, anyRun)).apiVersion, '1.41')
      await lab.host.pause()
      await assert.rejects(lab.engine.info({}, anyRun), { code: 'Timeout', detail: 'no answer within 10 s' })
      await lab.host.resume()
      await lab.engine.info({}, anyRun)
      assert.equal(watch.broken.length, 1)
    } finally {
      await lab.end()
    }
  })
})
