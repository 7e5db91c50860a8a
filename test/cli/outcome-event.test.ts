import { equal, match } from 'node:assert/strict'
import { buildCli, type Cli, startCli } from '../support/cli.ts'
import { inProcess } from '../support/in-process.ts'

/** Of the last line of standard output. */
interface LastEvent {
  readonly time: string
  readonly type: string
  readonly exit: number
  readonly message: string
  readonly remedy?: string
}

// No engine answers here.
describe('what fails before there is anything to tell', function () {
  this.timeout(60_000)
  let cli: Cli
  before(async () => {
    await buildCli()
    cli = inProcess(startCli())
    cli.write('broken.yaml', 'services: [')
    cli.write('plan.json', '{}')
  })
  after(() => cli.end())

  for (const { args, exit, says, next } of [
    { args: ['apply', '-f', 'nosuch'], exit: 2, says: /no such file/, next: /check the path/ },
    { args: ['apply', 'plan.json'], exit: 2, says: /is no plan of this version/, next: /make one/ },
    { args: ['apply', '-f', 'broken.yaml'], exit: 2, says: /1 error in the manifests/, next: /./ },
    { args: ['delete', 'service/nosuch', '-n', 'shop'], exit: 1, says: /nosuch/, next: /./ },
    { args: ['scale', 'web=x'], exit: 2, says: /x is not one/, next: /./ },
    { args: ['rollout', 'retry', 'nosuch', '-n', 'shop'], exit: 1, says: /nosuch/, next: /./ },
    { args: ['pause', 'service/nosuch', '-n', 'shop'], exit: 1, says: /nosuch/, next: /./ },
    { args: ['apply', '--nosuch'], exit: 2, says: /^unknown option '--nosuch'$/, next: /--help/ },
    { args: ['apply', '--tiemout', '3s'], exit: 2, says: /'--tiemout' \(Did you mean --timeout\?\)$/, next: /--help/ },
    { args: ['scale'], exit: 2, says: /missing required argument/, next: /--help/ },
    { args: ['rollout', 'undo'], exit: 2, says: /missing required argument/, next: /--help/ },
    { args: ['apply', 'a', 'b'], exit: 2, says: /./, next: /./ },
    { args: ['delete', 'service/web', '--yes'], exit: 2, says: /has no --yes/, next: /leave it out/ },
    { args: ['apply', '-f', 'broken.yaml', '-n', ''], exit: 2, says: /--stack was given an empty value/, next: /./ },
  ])
    it(`ends with its outcome as an event: ${args.join(' ')}`, async () => {
      const ended = await cli.run(...args, '-o', 'json')
      equal(ended.exit, exit, ended.out + ended.err)
      equal(ended.err, '')
      const last = JSON.parse(ended.out.trimEnd().split('\n').at(-1) ?? '') as LastEvent
      equal(last.type, 'outcome')
      equal(last.exit, exit)
      match(last.message, says)
      match(last.remedy ?? '', next)
    })

  it('is told on standard error by what prints one document', async () => {
    for (const args of [
      ['plan', '-f', 'broken.yaml', '-o', 'json'],
      ['simulate', '-f', 'broken.yaml', '-o', 'json'],
      ['get', 'nosuch', '-o', 'json'],
      ['get', 'services', '--nosuch', '-o', 'json'],
      ['apply', '--nosuch', '--', '-o', 'json'],
    ]) {
      const ended = await cli.run(...args)
      equal(ended.exit, 2, ended.err)
      equal(ended.out, '')
      match(ended.err, /./)
    }
  })
})
