import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual, promisify } from 'node:util'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'
import { until } from '../../support/until.ts'

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

  /** What bash puts in place of what stands behind the last of the characters at which it cuts. */
  const inBash = async (line: string, { breaks = ' =:', compopt = true } = {}) => {
    const script = `eval "$(reconcile completion bash)"
COMP_LINE=$1; COMP_POINT=\${#COMP_LINE}; COMP_WORDBREAKS='${breaks}'
${compopt ? 'compopt() { :; }' : 'enable -n compopt'}
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

  /** Asks until that is the answer: on a busy machine names take longer than a shell is held up for, and none are told. */
  const completes = async (line: string, wanted: readonly string[], how: Parameters<typeof inBash>[1] = {}) => {
    let found: readonly string[] = []
    const isIt = async () => {
      found = await inBash(line, how)
      return isDeepStrictEqual(found, wanted)
    }
    await until(`${line} becomes ${wanted.join(' or ')}`, isIt, { instead: () => `it became ${found.join(' or ')}` })
  }

  /** What bash 3.2 has not: compopt, and indexes from the end, associative arrays, mapfile, changes of case. */
  const NEWER = /\[-\d|declare -A|local -A|mapfile|readarray|\$\{\w+[,^]|&>>|\|&/

  it('takes no bash later than 3.2, as macOS has it', async () => {
    const { out } = await cli.run('completion', 'bash')
    equal(NEWER.exec(out)?.[0], undefined)
    await completes('reconcile scale w', ['web=', 'worker='], { compopt: false })
    await completes('reconcile scale wo', ['worker='], { compopt: false })
  })

  it('puts in what stands behind the last = alone, where bash cuts there', async () => {
    await completes('reconcile wait service/web --for=', ['condition=Ready', 'jsonpath=', 'create', 'delete'])
    await completes('reconcile wait service/web --for=cond', ['--for=condition=Ready'], { breaks: ' ' })
  })

  it('names commands, kinds, and what there is', async () => {
    await completes('reconcile des', ['describe'])
    await completes('reconcile get service/w', ['service/web', 'service/worker'])
    await completes('reconcile rollout status -n shop wo', ['worker'])
    await completes('reconcile wait service/web --for=cond', ['condition=Ready'])
  })

  it('leaves files to the shell, and tells no error', async () => {
    await completes('reconcile apply -f ', [''])
    const { exit, out, err } = await cli.run('__complete', '--', 'get', 'service/', '-n')
    deepEqual({ exit, out, err }, { exit: 0, out: '', err: '' })
  })

  it('holds up no shell for an engine that does not answer', async () => {
    const silent = createServer((connection) => connection.resume()).listen(join(cli.dir, 'silent.sock'))
    try {
      const env = { DOCKER_HOST: `unix://${join(cli.dir, 'silent.sock')}` }
      const spent = async (...words: readonly string[]) => {
        const began = performance.now()
        equal((await cli.runWith(env, '__complete', '--', ...words)).exit, 0)
        return performance.now() - began
      }
      // What asks no engine takes as long on a machine as busy; who waits for the engine waits 10 s.
      const asksNone = async () => await spent('get', 'serv')
      const [before, asked, after] = [await asksNone(), await spent('get', 'services', ''), await asksNone()]
      ok(asked - Math.max(before, after) < 5_000, `${asked} ms, and ${before} and ${after} without`)
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
