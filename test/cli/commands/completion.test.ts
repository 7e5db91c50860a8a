import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'

const BIN = fileURLToPath(new URL('../../../bin', import.meta.url))

describe('completion in a shell', function () {
  this.timeout(60_000)
  let cli: Cli

  before(buildCli)
  beforeEach(async () => {
    cli = startCli()
    const file = cli.write(
      'shop.yaml',
      'name: shop\nservices:\n  web:\n    image: nginx\n  worker:\n    image: nginx\n',
    )
    await cli.run('apply', '-f', file, '--no-wait')
  })
  afterEach(() => cli.end())

  const inBash = async (line: string) => {
    const script = `source <(reconcile completion bash)
COMP_LINE=$1; COMP_POINT=\${#COMP_LINE}
# As bash cuts them, at = too.
IFS=$' \\n' read -ra COMP_WORDS <<< "\${COMP_LINE//=/ = }"
[[ $COMP_LINE == *[\\ =] ]] && COMP_WORDS+=('')
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
compopt() { :; }
_reconcile; printf '%s\\n' "\${COMPREPLY[@]}"`
    const env = {
      HOME: cli.dir,
      RECONCILE_HOME: cli.home,
      PATH: `${BIN}:${process.env['PATH'] ?? ''}`,
      DOCKER_HOST: 'unix:///nowhere',
    }
    const { stdout } = await promisify(execFile)('bash', ['-c', script, 'bash', line], { cwd: cli.dir, env })
    return stdout.trimEnd().split('\n')
  }

  it('names commands, kinds, and what there is', async () => {
    deepEqual(await inBash('reconcile des'), ['describe'])
    deepEqual(await inBash('reconcile get service/w'), ['service/web', 'service/worker'])
    deepEqual(await inBash('reconcile rollout status -n shop wo'), ['worker'])
    deepEqual(await inBash('reconcile wait service/web --for=cond'), ['condition=Ready'])
  })

  it('leaves files to the shell, and tells no error', async () => {
    deepEqual(await inBash('reconcile apply -f '), [''])
    const { exit, out, err } = await cli.run('__complete', '--', 'get', 'service/', '-n')
    deepEqual({ exit, out, err }, { exit: 0, out: '', err: '' })
  })

  it('holds up no shell for an engine that does not answer', async () => {
    const silent = createServer((connection) => connection.resume()).listen(join(cli.dir, 'silent.sock'))
    try {
      const began = performance.now()
      const env = { DOCKER_HOST: `unix://${join(cli.dir, 'silent.sock')}` }
      equal((await cli.runWith(env, '__complete', '--', 'get', 'services', '')).exit, 0)
      ok(performance.now() - began < 5_000)
    } finally {
      silent.close()
    }
  })

  it('is there for three shells', async () => {
    for (const shell of ['bash', 'zsh', 'fish'])
      match((await cli.run('completion', shell)).out, /reconcile __complete --/)
    const { exit, err } = await cli.run('completion', 'tcsh')
    equal(exit, 2)
    match(err, /the shells are bash, zsh, fish/)
    equal((await cli.run('--help')).out.includes('__complete'), false)
  })
})
