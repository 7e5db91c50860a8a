import { deepEqual, equal, match } from 'node:assert/strict'
import { existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'

describe('init', function () {
  this.timeout(60_000)
  let cli: Cli
  let engine: Server
  let connections = 0

  before(buildCli)
  beforeEach(async () => {
    cli = startCli()
    connections = 0
    engine = createServer((socket) => {
      connections += 1
      socket.destroy()
    })
    await new Promise<void>((resolve) => engine.listen(join(cli.dir, 'engine.sock'), resolve))
  })
  afterEach(async () => {
    engine.close()
    await cli.end()
  })

  it('makes the home and names the installation without asking any engine', async () => {
    const env = { DOCKER_HOST: `unix://${join(cli.dir, 'engine.sock')}` }
    for (const [args, name] of [
      [[], 'default'],
      [['--installation', 'laptop'], 'laptop'],
      [[], 'laptop'],
    ] as const) {
      const { exit, out, err } = await cli.runWith(env, 'init', ...args)
      equal(exit, 0, err)
      match(out, new RegExp(`is ready, as the installation ${name}\n$`))
    }
    deepEqual(connections, 0)
    // What stands in for an engine is asked by whoever needs one.
    await cli.runWith(env, 'get', 'all')
    equal(connections > 0, true)
  })

  it('says of a machine without git how it comes there, and makes nothing', async () => {
    const programs = join(cli.dir, 'programs')
    mkdirSync(programs)
    symlinkSync(process.execPath, join(programs, 'node'))
    const { exit, err } = await cli.runWith({ PATH: programs }, 'init', '--git', 'live')
    equal(exit, 1)
    equal(
      err,
      'error: git is not installed, or not in PATH\n' +
        "next: install it with the system's package manager, as `apt-get install -y git`, and run this again\n",
    )
    deepEqual([existsSync(join(cli.dir, 'live')), existsSync(cli.home)], [false, false])
  })
})
