import { deepEqual, equal, match } from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'
import { inProcess } from '../../support/in-process.ts'

describe('the command line where no engine answers', function () {
  this.timeout(60_000)
  let cli: Cli
  let file: string

  before(buildCli)
  beforeEach(() => {
    cli = inProcess(startCli(undefined, { RECONCILE_SETTINGS: 'nodeGraceMs=200' }))
    file = cli.write('one.yaml', stack('one'))
  })
  afterEach(() => cli.end())

  for (const served of [false, true])
    it(`shows what is known, and says that no engine answers, ${served ? 'with a serve' : 'without serve'}`, async () => {
      equal((await cli.run('apply', '-f', file)).exit, 5)
      if (served) await cli.start('serve').says('NodeLost')
      for (const args of [
        ['get', 'all'],
        ['describe', 'service/web'],
      ]) {
        const { exit, out, err } = await cli.run(...args)
        equal(exit, 5, args.join(' '))
        match(out, /web/)
        match(
          err,
          /the engine of node local can't be reached: .*; what is shown is what was known last\nnext: start the engine/,
        )
      }
    })

  for (const served of [false, true])
    it(`shows of one stack what is of it alone, ${served ? 'with a serve' : 'without serve'}`, async () => {
      for (const name of ['one', 'two']) await cli.run('apply', '-f', cli.write(`${name}.yaml`, stack(name)))
      if (served) await cli.start('serve').says('NodeLost')
      const named = async (...args: string[]) => (await cli.run('get', ...args, '-o', 'name')).out.trim().split('\n')
      deepEqual(await named('all', '-n', 'two'), ['stack/two', 'network/default', 'service/web', await taskOf('two')])
      deepEqual(await named('stacks', '-n', 'two'), ['stack/two'])
      deepEqual(await named('nodes', '-n', 'two'), ['node/local'])
    })

  it('ends plan as apply, with 5, when what answers is no engine', async () => {
    const other = await answering404(join(cli.dir, 'other.sock'))
    for (const args of [
      ['plan', '-f', file],
      ['apply', '-f', file],
      ['get', 'services'],
    ]) {
      const { exit, err } = await cli.runWith({ DOCKER_HOST: `unix://${join(cli.dir, 'other.sock')}` }, ...args)
      equal(exit, 5, `${args.join(' ')}: ${err}`)
      match(
        err,
        /the engine of node local can't be reached: .*what answers GET \/_ping \(404\) is no Docker engine; check its address/,
      )
    }
    other.close()
  })

  it('accepts nothing where no engine can be told from DOCKER_HOST, and says so first, with 2', async () => {
    for (const args of [
      ['apply', '-f', file],
      ['plan', '-f', file],
      ['serve', '--once'],
    ]) {
      const { exit, out, err } = await cli.runWith({ DOCKER_HOST: 'foo://x' }, ...args)
      deepEqual([exit, out], [2, ''], `${args.join(' ')}: ${err}`)
      match(err, /connect to "foo:\/\/x": not an engine's address; write unix:.*\nnext: check DOCKER_HOST/)
    }
    match((await cli.run('get', 'all', '-n', 'one')).err, /No resources found/)
  })

  async function taskOf(name: string): Promise<string> {
    return (await cli.run('get', 'tasks', '-n', name, '-o', 'name')).out.trim()
  }
})

function answering404(path: string): Promise<Server> {
  const server = createServer((_, response) => response.writeHead(404).end())
  return new Promise((resolve) => server.listen(path, () => resolve(server)))
}

function stack(name: string): string {
  return `name: ${name}\nservices: { web: { image: "busybox:1.36" } }\n`
}
