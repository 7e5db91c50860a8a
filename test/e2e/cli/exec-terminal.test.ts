import { equal, match } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BIN } from '../../support/cli.ts'
import { engineForEach } from '../../support/engine-for-each.ts'
import { startTyping, type Typing } from '../../support/pty.ts'
import { waysToServe } from '../../support/share.ts'

const SHOP = `name: shop
services:
  web:
    image: busybox:1.36
    command: sleep 1000
    stop_grace_period: 0s
`

describe('exec -it, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach()
  let typing: Typing | undefined

  afterEach(async () => {
    await typing?.end()
    typing = undefined
  })

  /** Types into a shell in the task; the terminal's settings before and after are kept. */
  const shell = async () => {
    const { cli } = engine
    const applied = await cli.run('apply', '-f', cli.write('shop.yaml', SHOP))
    equal(applied.exit, 0, applied.err)
    typing = await startTyping(
      `stty columns 91 rows 17; stty -g > before; echo $$ > pid; ${BIN} exec -it web -- sh; code=$?; stty -g > after; echo "ended with $code"`,
      { cwd: cli.dir, env: cli.env },
    )
    typing.type('echo begun-$((1 + 1))\n')
    await typing.shows(/begun-2\r\n/)
    return typing
  }
  const isRestored = () => {
    const [before, after] = ['before', 'after'].map((name) => readFileSync(join(engine.cli.dir, name), 'utf8'))
    equal(after, before)
  }

  for (const served of waysToServe(true))
    it(`has the terminal's size and keys, and the command's exit code, ${served ? 'with serve' : 'without serve'}`, async () => {
      if (served) await engine.cli.start('serve').says('serving the installation')
      const { type, shows, resize } = await shell()
      type('until stty size | grep "17 91"; do :; done\n')
      await shows(/\n17 91\r\n/)
      await resize(120, 40)
      type('until stty size | grep "40 120"; do :; done\n')
      await shows(/\n40 120\r\n/)
      // In a shell of its own: between two commands an interactive one may swallow the key.
      type('sh -c "tty; sleep 1000"\n')
      await shows(/\n\/dev\/pts\/\d+\r\n/)
      type('\u0003')
      type('exit 7\n')
      await shows(/ended with 7\r\n/)
      isRestored()
    })

  it('gives the terminal back when the task, the engine or the command itself is ended', async () => {
    for (const [signal, ending] of [
      ['SIGTERM', /ended with 130\r\n/],
      ['SIGHUP', /ended with 130\r\n/],
      ['SIGQUIT', /ended with 131\r\n/],
    ] as const) {
      const { shows, end } = await shell()
      process.kill(commandOf(readFileSync(join(engine.cli.dir, 'pid'), 'utf8').trim()), signal)
      await shows(ending)
      isRestored()
      await end()
    }
    const { shows } = await shell()
    await engine.docker('kill', 'shop-web-1')
    await shows(/ended with \d+\r\n/)
    isRestored()
  })

  it('leaves the command running at ctrl-p ctrl-q', async () => {
    const { type, shows } = await shell()
    type('sleep 432\n\u0010\u0011')
    await shows(/it was left by ctrl-p ctrl-q, and goes on in its container[^]*ended with 1\r\n/)
    isRestored()
    match(await engine.docker('exec', 'shop-web-1', 'ps'), /sleep 432/)
  })

  it('begins in its size also for a container of one command, on engines that can', async () => {
    const { cli, docker } = engine
    equal((await cli.run('apply', '-f', cli.write('shop.yaml', SHOP))).exit, 0)
    const line = `stty columns 91 rows 17; ${BIN} run --rm web -n shop -- sh -c 'stty size || true'; echo "ended with $?"`
    typing = await startTyping(line, { cwd: cli.dir, env: cli.env })
    const version = (await docker('version', '-f', '{{.Server.APIVersion}}')).trim()
    await typing.shows(Number(version.split('.')[1]) >= 42 ? /\n17 91\r\nended with 0/ : /ended with 0/)
  })

  it('says without a terminal that what it began goes on there when it is interrupted', async () => {
    const { cli, docker } = engine
    equal((await cli.run('apply', '-f', cli.write('shop.yaml', SHOP))).exit, 0)
    const running = cli.start('exec', 'web', '-n', 'shop', '--', 'sh', '-c', 'echo begun; sleep 543')
    await running.says('begun')
    equal(await running.stop('SIGINT'), 130)
    match(
      running.output(),
      /^error: interrupted: `sh` goes on in its container, as with docker exec\nnext: end it there: .*exec -it/m,
    )
    match(await docker('exec', 'shop-web-1', 'ps'), /sleep 543/)
  })

  it('is refused where nobody types', async () => {
    const { exit, err } = await engine.cli.run('exec', '-it', 'web', '--', 'sh')
    equal(exit, 2)
    match(err, /the input device is not a TTY\nnext: leave -t away/)
  })

  it('exits as its help says where the engine can run no such command', async () => {
    const { cli } = engine
    await cli.run('apply', '-f', cli.write('shop.yaml', SHOP))
    for (const [terminal, command] of [[], ['-t']].flatMap((each) =>
      ['nosuch', '/tmp'].map((word) => [each, word] as const),
    )) {
      const { exit, out, err } = await cli.run('exec', ...terminal, 'web', '--', command)
      match(`${exit}`, /^12[67]$/, `${out}${err}`)
      match(out + err, /exec failed: .*(not found|permission denied)/)
    }
    equal((await cli.run('exec', 'nosuch', '--', 'ls')).exit, 1)
    match(
      (await cli.run('exec', '--help')).out,
      /own code; 126 or 127, .*no such\s+command or it may not be run; 1 where/s,
    )
  })

  it('gives a command a terminal without a keyboard, with -t alone', async () => {
    const { cli } = engine
    await cli.run('apply', '-f', cli.write('shop.yaml', SHOP))
    const { exit, out } = await cli.run('exec', '-t', 'web', '--', 'sh', '-c', 'tty; exit 3')
    equal(exit, 3)
    match(out, /^\/dev\/pts\/\d+\r\n$/)
  })
})

/** The process that a shell runs now. */
function commandOf(shell: string): number {
  return Number(execFileSync('pgrep', ['-P', shell], { encoding: 'utf8' }).trim())
}
