import { equal, match } from 'node:assert/strict'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'
import { inProcess } from '../../support/in-process.ts'

const of = (name: string, ...services: string[]) =>
  `name: ${name}\nservices: {${services.map((each) => ` ${each}: { image: nginx }`).join(',')} }\n`

// No engine answers here: what is declared is shown all the same, with 5.
describe('a service that several stacks have, named in a directory of one', function () {
  this.timeout(60_000)
  let cli: Cli

  before(async () => {
    await buildCli()
    cli = inProcess(startCli())
    await cli.run('apply', '-f', cli.write('blog/compose.yaml', of('blog', 'web', 'api')), '--no-wait')
    await cli.run('apply', '-f', cli.write('compose.yaml', of('shop', 'web')), '--no-wait')
  })
  after(() => cli.end())

  for (const { args, out = /^/, err = /^/, exit = 5 } of [
    { args: ['describe', 'web'], out: /^Name: +web\nStack: +shop\n/ },
    { args: ['describe', 'service/web', '-n', 'blog'], out: /^Name: +web\nStack: +blog\n/ },
    { args: ['describe', 'service/blog/web'], out: /^Name: +web\nStack: +blog\n/ },
    { args: ['describe', 'api'], out: /^Name: +api\nStack: +blog\n/ },
    { args: ['get', 'service/web', '-o', 'jsonpath={.metadata.namespace}'], out: /^shop$/ },
    { args: ['wait', 'service/web', '--for=create'], out: /^service\/web condition met|created/, exit: 0 },
    { args: ['rollout', 'pause', 'web'], out: /^Service\/shop\/web paused/, exit: 0 },
    { args: ['rollout', 'resume', 'web'], out: /^Service\/shop\/web resumed/, exit: 0 },
    { args: ['rollout', 'status', 'web', '--no-watch'], out: /^service\/web: /, exit: 0 },
    { args: ['rollout', 'undo', 'web'], err: /service shop\/web|Service shop\/web/, exit: 1 },
    { args: ['rollout', 'retry', 'web'], err: /Service shop\/web/, exit: 2 },
    { args: ['rollout', 'history', 'web'], out: /^NUMBER|^REVISION/, exit: 0 },
    { args: ['rollout', 'history', 'api'], err: /no service api in stack shop; stack blog has one: -n blog/, exit: 1 },
    { args: ['rollout', 'pause', 'api'], err: /no service api in stack shop; stack blog has one: -n blog/, exit: 1 },
    { args: ['pause', 'shop', '-n', 'blog'], err: /no service shop in stack blog/, exit: 1 },
    { args: ['stop', 'shop', '-n', 'blog'], err: /can't be reached.*no service shop in stack blog/, exit: 5 },
    { args: ['kill', 'shop', '-n', 'blog'], err: /can't be reached.*no service or task shop in stack blog/, exit: 5 },
    { args: ['rollout', 'retry', 'shop', '-n', 'blog'], err: /no service shop in stack blog/, exit: 1 },
    { args: ['pause', 'none'], err: /no service or stack none in stack shop/, exit: 1 },
    { args: ['resume', 'none', '-n', 'none'], err: /no service or stack none in stack none/, exit: 1 },
    { args: ['events', '--for', 'service/web'], err: /No serve runs/, exit: 0 },
  ])
    it(args.join(' '), async () => {
      const ended = await cli.run(...args)
      match(ended.out, out, ended.err)
      match(ended.err, err)
      equal(ended.exit, exit, ended.out + ended.err)
    })

  it('is not that of another stack for logs where the project here is not applied', async () => {
    cli.write('compose.yaml', of('new', 'web'))
    const { exit, err } = await cli.run('logs', 'web')
    match(err, /no service web in stack new: compose\.yaml has it, and it was not applied\nnext: .*reconcile up web/)
    equal(exit, 1)
  })

  it('is asked for by what is of a stack alone', async () => {
    cli.write('compose.yaml', of('${PROJECT:?say which}', 'web'))
    match((await cli.run('pause', 'stack/none')).err, /^error: there is no stack none/)
    match((await cli.run('pause', 'web')).err, /say which/)
  })
})
