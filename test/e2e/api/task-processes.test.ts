import { deepEqual, equal, rejects } from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { ApiException, Attach, Exec, KubeConfig, Log, type V1Status } from '@kubernetes/client-node'
import { aCertificate } from '../../support/certificate.ts'
import type { Running } from '../../support/cli.ts'
import { engineForEach } from '../../support/engine-for-each.ts'
import { until } from '../../support/until.ts'

const SHOP = `name: shop
services:
  web:
    image: busybox:1.36
    command: ["sh", "-c", "echo begun; while read line; do echo heard $$line; done"]
    stdin_open: true
    stop_grace_period: 0s
`

describe("@kubernetes/client-node on tasks' processes of a real engine", function () {
  this.timeout(300_000)
  let serve: Running | undefined
  // First of all: its stack's lock goes with it.
  afterEach(() => serve?.stop('SIGTERM'))
  const engine = engineForEach()
  let config: KubeConfig
  let viewing: KubeConfig
  let task = ''

  beforeEach(async () => {
    const { cli } = engine
    const caData = aCertificate(cli.dir).cert.toString('base64')
    const tokens = await Promise.all(
      ['edit', 'view'].map(async (role) => (await cli.run('token', 'create', role, '--role', role)).out.trim()),
    )
    const started = cli.start('serve', '--listen', '127.0.0.1:0', '--tls-cert', 'cert.pem', '--tls-key', 'key.pem')
    serve = started
    await started.says('serving the installation')
    const [, server = ''] = /listening on (https:\S+)/.exec(started.output()) ?? []
    const [edit, view] = tokens.map((token) => {
      const made = new KubeConfig()
      made.loadFromOptions({
        clusters: [{ name: 'reconcile', server, caData }],
        users: [{ name: 'reconcile', token }],
        contexts: [{ name: 'reconcile', cluster: 'reconcile', user: 'reconcile' }],
        currentContext: 'reconcile',
      })
      return made
    }) as [KubeConfig, KubeConfig]
    config = edit
    viewing = view
    const applied = await cli.run('apply', '-f', cli.write('compose.yaml', SHOP))
    equal(applied.exit, 0, applied.err)
    task = (await cli.run('get', 'tasks', '-n', 'shop', '-o', 'jsonpath={.items[0].metadata.name}')).out.trim()
  })

  const heard = () => {
    const stream = Object.assign(new PassThrough(), { text: '' })
    stream.on('data', (chunk: Buffer) => (stream.text += chunk.toString()))
    return stream
  }
  const shows = (stream: { readonly text: string }, what: RegExp) =>
    until(`it shows ${what}`, () => what.test(stream.text), { instead: () => stream.text })
  const ended = () => {
    let said: V1Status | undefined
    return { tell: (status: V1Status) => void (said = status), status: () => until('it has ended', () => said) }
  }
  const TTY = true

  it('runs a command with input to its end, both outputs and its exit code', async () => {
    const [out, errors, stdin, end] = [heard(), heard(), new PassThrough(), ended()]
    const line = ['sh', '-c', 'sort; echo over >&2; exit 3']
    await new Exec(config).exec('shop', task, 'web', line, out, errors, stdin, !TTY, end.tell)
    stdin.write('b\n')
    stdin.end('a\n')
    const { status, details } = await end.status()
    equal(status, 'Failure')
    deepEqual(details?.causes, [{ reason: 'ExitCode', message: '3' }])
    deepEqual([out.text, errors.text], ['a\nb\n', 'over\n'])
    const audited = async () => /token edit +exec +.*sort; echo over.*exit 3/.test((await engine.cli.run('audit')).out)
    await until('it is in the audit log', audited)
  })

  it('runs a command where tasks are, by the handler alone', async () => {
    const seen: string[] = []
    const path = `/apis/reconcile.dev/v1/namespaces/shop/tasks/${task}/exec?command=echo&command=a%20%20b&stdout=true`
    // client-node has its handler there alone.
    await new Exec(config).handler.connect(path, null, (channel, bytes) => {
      seen.push(`${channel}: ${bytes.toString()}`)
      return channel !== 3
    })
    await until('it has ended', () => seen.some((each) => each.startsWith('3:')))
    deepEqual(seen, ['1: a  b\n', '3: {"metadata":{},"status":"Success"}'])
  })

  it('has a terminal that is resized', async () => {
    const stdout = Object.assign(heard(), { rows: 17, columns: 91 })
    const [stdin, end] = [new PassThrough(), ended()]
    await new Exec(config).exec('shop', task, 'web', ['sh'], stdout, null, stdin, TTY, end.tell)
    stdin.write('until stty size | grep "17 91"; do :; done\n')
    await shows(stdout, /\n17 91\r\n/)
    Object.assign(stdout, { rows: 40, columns: 120 })
    stdout.emit('resize')
    stdin.write('until stty size | grep "40 120"; do :; done; tty\n')
    await shows(stdout, /\n40 120\r\n\/dev\/pts\//)
    stdin.write('exit 5\n')
    deepEqual((await end.status()).details?.causes, [{ reason: 'ExitCode', message: '5' }])
  })

  it('attaches to what runs, which goes on when it is left', async () => {
    const [out, stdin] = [heard(), new PassThrough()]
    const socket = await new Attach(config).attach('shop', task, 'web', out, null, stdin, !TTY)
    stdin.write('one\n')
    await shows(out, /^heard one\n$/)
    socket.close()
    const [more, typed] = [heard(), new PassThrough()]
    await new Attach(config).attach('shop', task, 'web', more, null, typed, !TTY)
    typed.write('two\n')
    await shows(more, /^heard two\n$/)
    typed.end()
    await until('it is left', () => more.readableEnded)
    equal(await engine.docker('logs', 'shop-web-1'), 'begun\nheard one\nheard two\n')
  })

  it('follows a log, until the task is gone', async () => {
    const out = heard()
    const log = new Log(config)
    await log.log('shop', task, 'web', out, { follow: true })
    await shows(out, /^begun\n$/)
    const attached = new PassThrough()
    await new Attach(config).attach('shop', task, 'web', heard(), null, attached, !TTY)
    attached.write('more\n')
    await shows(out, /^begun\nheard more\n$/)
    const tail = heard()
    await log.log('shop', task, 'web', tail, { tailLines: 1, timestamps: true })
    await shows(tail, /^\d{4}-\d\d-\d\dT\S+ heard more\n$/)
    await engine.cli.run('delete', '--stack', 'shop')
    await until('it has ended', () => out.readableEnded)
  })

  it('is refused to who may only look', async () => {
    const refused = /Unexpected server response: 403/
    const isRefused = ({ message }: { message: string }) => refused.test(message)
    await rejects(new Exec(viewing).exec('shop', task, 'web', ['ls'], heard(), null, null, !TTY), isRefused)
    await rejects(new Attach(viewing).attach('shop', task, 'web', heard(), null, null, !TTY), isRefused)
    const log = new Log(viewing).log('shop', task, 'web', heard(), { follow: false })
    await rejects(log, (error) => error instanceof ApiException && error.code === 403)
  })
})
