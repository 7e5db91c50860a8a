import { equal, match } from 'node:assert/strict'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'
import { inProcess } from '../../support/in-process.ts'

const SHOP = `name: shop
services:
  web: { image: nginx, labels: { app: web }, deploy: { labels: { tier: front } } }
  db: { image: nginx, labels: { app: db }, scale: 2 }
`

// No engine answers here: what is declared is shown all the same, with 5.
describe('commands as kubectl writes them', function () {
  this.timeout(60_000)
  let cli: Cli

  before(async () => {
    await buildCli()
    cli = inProcess(startCli())
    await cli.run('apply', '-f', cli.write('shop.yaml', SHOP), '--wait=false')
  })
  after(() => cli.end())

  for (const { args, out, exit = 5 } of [
    { args: ['get', 'services', '-l', 'app in (web,api)', '-o=name'], out: /^service\/web\n$/ },
    { args: ['get', 'services', '-l', 'tier,app!=db', '-A', '-o=name'], out: /^service\/web\n$/ },
    { args: ['get', 'svc', '--field-selector', 'spec.replicas!=1', '-o=name'], out: /^service\/db\n$/ },
    { args: ['get', 'svc', '--show-labels', '--namespace', 'shop'], out: /LABELS\n.*app=db\n.*app=web,tier=front\n$/ },
    {
      args: ['get', 'all,cm,secret', '-n=shop', '-o=name'],
      out: /^stack\/shop\nnetwork\/default\nservice\/db\nservice\/web\n/,
    },
    { args: ['get', 'service', 'nope', '--ignore-not-found'], out: /^$/ },
    { args: ['get', 'services', 'nope', 'web', '--ignore-not-found', '-o=name'], out: /^service\/web\n$/ },
    { args: ['describe', 'services', '-l', 'app=db'], out: /^Name: +db\n/ },
    { args: ['describe', 'services'], out: /^Name: +(db|web)\n[^]*\nName: +(db|web)\n/ },
    { args: ['delete', 'service', 'nope', '--ignore-not-found'], out: /^$/, exit: 0 },
    {
      args: ['delete', 'service', 'nope', '--ignore-not-found', '-o=json'],
      out: /^\{"time":"[^"]+","type":"outcome","exit":0,"message":"nothing of these is there"\}\n$/,
      exit: 0,
    },
    { args: ['scale', 'service', 'web', '--replicas=3', '--wait=false'], out: /Service\/shop\/web scaled: /, exit: 0 },
  ])
    it(args.join(' '), async () => {
      const ended = await cli.run(...args)
      match(ended.out, out)
      equal(ended.exit, exit, ended.err)
    })
})
