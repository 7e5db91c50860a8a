import { deepEqual, equal, match } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildCli, type Cli, startCli } from '../../support/cli.ts'
import { inProcess } from '../../support/in-process.ts'

const BYTES = 'hunter2-5f0c2b19aa'

const loginFor = (server: string) =>
  JSON.stringify({ auths: { [server]: { auth: Buffer.from(`me:${BYTES}`).toString('base64') } } })

describe('secret create, without an engine', function () {
  this.timeout(60_000)
  let cli: Cli
  before(buildCli)
  beforeEach(() => (cli = inProcess(startCli())))
  afterEach(() => cli.end())

  const create = (...args: readonly string[]) => cli.run('secret', 'create', 'token', '-n', 'shop', ...args)
  const kept = () => readFileSync(join(cli.home, 'secrets/shop/token'), 'utf8')

  /** With what `input`, a shell's words, prints on standard input. */
  const piped = async (input: string, ...args: readonly string[]) => {
    const { child, output } = cli.startUnder(
      ['sh', '-c', `${input} | "$@"`, 'sh'],
      ...['secret', 'create', 'token', '-n', 'shop', ...args],
    )
    const exit = await new Promise((resolve) => child.once('close', resolve))
    return { exit, output: output() }
  }

  it('takes the bytes of a file as they are, and shows none of them', async () => {
    cli.write('bytes', `${BYTES}\n`)
    const { exit, out, err } = await create('--from-file', 'bytes')
    equal(exit, 0, err)
    equal(kept(), `${BYTES}\n`)
    deepEqual([out.includes(BYTES), err.includes(BYTES)], [false, false])
    match(out, /Secret\/shop\/token created/)
    const shown = await cli.run('get', 'secrets', '-n', 'shop', '-o', 'yaml')
    match(shown.out, /stored: true/)
    equal(shown.out.includes(BYTES), false)
  })

  it('takes the bytes of a named pipe, and a signal ends the wait for them', async () => {
    const pipe = join(cli.dir, 'pipe')
    execFileSync('mkfifo', [pipe])
    const start = async () => {
      const reading = cli.start('secret', 'create', 'token', '-n', 'shop', '--from-file', 'pipe')
      await reading.says(`reading ${pipe}, a pipe, until`)
      return reading
    }
    equal(await (await start()).stop(), 130)
    const { child } = await start()
    writeFileSync(pipe, BYTES)
    deepEqual(await once(child, 'close'), [0, null])
    equal(kept(), BYTES)
  })

  for (const { from, input, wants } of [
    { from: ['--stdin'], input: `printf '${BYTES}\\n'`, wants: `${BYTES}\n` },
    { from: ['--from-file', '-'], input: `printf '${BYTES}\\n'`, wants: `${BYTES}\n` },
    { from: ['--from-literal', '-'], input: `printf '${BYTES}\\n'`, wants: BYTES },
    { from: ['--from-literal', '-'], input: `printf '${BYTES}\\r\\n'`, wants: BYTES },
    { from: ['--from-literal', '-'], input: `printf '${BYTES}'`, wants: BYTES },
    ...(['r.example:5000', 'docker.io'] as const).map((server) => ({
      from: ['--docker-server', server, '--docker-username', 'me', '--docker-password-stdin'],
      input: `printf '${BYTES}\\n'`,
      wants: loginFor(server === 'docker.io' ? 'https://index.docker.io/v1/' : server),
    })),
  ])
    it(`takes ${input.replace(BYTES, '…')} by ${from.join(' ')}`, async () => {
      const { exit, output } = await piped(input, ...from)
      equal(exit, 0, output)
      equal(kept(), wants)
      equal(output.includes(BYTES), false)
    })

  it('makes them up, others each time', async () => {
    equal((await create('--generate')).exit, 0)
    const first = kept()
    match(first, /^[\w-]{32}$/)
    const { exit, out } = await create('--generate=20', '--replace')
    equal(exit, 0)
    match(kept(), /^[\w-]{20}$/)
    equal(kept() === first.slice(0, 20), false)
    equal(out.includes(kept()), false)
  })

  for (const { args, says } of [
    { args: [], says: /where do the bytes come from\?/ },
    { args: ['--stdin', '--generate'], says: /the bytes come from one place/ },
    { args: ['--from-literal', BYTES], says: /from standard input: one in a command line is in `ps`/ },
    { args: [`--from-literal=${BYTES}`], says: /from standard input/ },
    { args: ['--generate=3'], says: /from 16 to 4096/ },
    { args: ['--generate', 'many'], says: /from 16 to 4096/ },
    { args: ['--docker-server', 'r.example'], says: /a name, and a password on standard input/ },
    { args: ['--docker-username', 'me', '--stdin'], says: /the bytes come from one place/ },
    { args: ['--from-file', 'nowhere'], says: /reading nowhere: ENOENT/ },
    { args: ['--from-file', '.'], says: /reading \.: EISDIR/ },
  ])
    it(`refuses ${args.join(' ').replace(BYTES, '…') || 'no source'}, and keeps nothing`, async () => {
      const { exit, out, err } = await create(...args)
      equal(exit, 2, err)
      match(err, says)
      match(err, /\nnext: /)
      equal((out + err).includes(BYTES), false)
      equal(existsSync(join(cli.home, 'secrets')), false)
    })

  it('refuses an empty standard input, as of a command that failed', async () => {
    const { exit, output } = await piped('false', '--stdin')
    equal(exit, 2)
    match(output, /standard input is empty/)
  })

  it('needs a stack, and a name that is one', async () => {
    equal((await cli.run('secret', 'create', 'token', '--generate')).exit, 2)
    const { exit, err } = await cli.run('secret', 'create', 'service/web', '-n', 'shop', '--generate')
    equal(exit, 2)
    match(err, /service\/web is no secret of stack shop/)
  })
})
