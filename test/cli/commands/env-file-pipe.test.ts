import { deepEqual, equal, match } from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'
import { inProcess } from '../../support/in-process.ts'

// No engine answers here.
describe('variables that come through a pipe', function () {
  this.timeout(60_000)
  let cli: Cli

  before(buildCli)
  beforeEach(() => {
    cli = inProcess(startCli())
    cli.write('compose.yaml', 'name: shop\nservices: { web: { image: "nginx:${TAG:?}", environment: [NEXT] } }\n')
  })
  afterEach(() => cli.end())

  /** A pipe that these lines are written into, once. */
  const pipe = (name: string, ...lines: readonly string[]) => {
    execFileSync('mkfifo', [join(cli.dir, name)])
    spawn('sh', ['-c', 'printf "%s\\n" "$@" >"$0"', join(cli.dir, name), ...lines], { stdio: 'ignore' })
    return name
  }

  it('are kept with what was applied only where it refers to them', async () => {
    const { exit, err } = await cli.run(
      'apply',
      '--no-wait',
      '--env-file',
      pipe('vars', 'TAG=7', 'NEXT=8', 'ROOT_KEY=hush'),
    )
    equal(exit, 0, err)
    const kept = readFileSync(join(cli.env.RECONCILE_HOME ?? '', 'desired/shop/context.json'), 'utf8')
    const { TAG, NEXT, ROOT_KEY } = (JSON.parse(kept) as { variables: Record<string, string> }).variables
    deepEqual([TAG, NEXT, ROOT_KEY], ['7', '8', undefined])
  })

  it('are read once by down, which finds its files', async () => {
    equal((await cli.run('apply', '--no-wait', '--env-file', pipe('first', 'TAG=7'))).exit, 0)
    const { exit, err } = await cli.run('down', '--env-file', pipe('second', 'TAG=7'))
    equal(exit, 5, err)
    match(err, /^down: reconcile delete -f compose\.yaml --env-file second\n/)
    match(err, /what was asked for is kept/)
  })
})
