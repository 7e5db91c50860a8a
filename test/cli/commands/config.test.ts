import { deepEqual, equal, match } from 'node:assert/strict'
import { buildCli, startCli, type Cli } from '../../support/cli.ts'
import { inProcess } from '../../support/in-process.ts'

describe('config and convert', function () {
  this.timeout(60_000)
  let cli: Cli

  before(buildCli)
  beforeEach(() => {
    cli = inProcess(startCli())
    cli.write(
      'compose.yaml',
      'name: shop\nservices:\n  web: {image: "nginx:${TAG:-1}", depends_on: [db]}\n  db: {build: .}\n',
    )
    cli.write(
      'compose.override.yaml',
      'services:\n  web: {ports: ["80:80"]}\n  tool: {image: tool, profiles: [debug]}\n',
    )
  })
  afterEach(() => cli.end())

  it('say how files are named where one stands for a service', async () => {
    const { exit, err } = await cli.run('config', 'compose.yaml')
    deepEqual(
      [exit, err],
      [1, 'error: there is no service compose.yaml\nnext: files are named with -f: -f compose.yaml\n'],
    )
  })

  it('say of a manifest what is for those', async () => {
    cli.write('web.yaml', 'apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: {name: web, namespace: shop}\n')
    const { exit, err } = await cli.run('config', '-f', 'web.yaml')
    equal(exit, 2)
    match(err, /web\.yaml:1:1: is a manifest, and no Compose file: `reconcile validate` checks it/)
  })

  it('print the project of this directory, merged, and nothing with -q', async () => {
    const { exit, out, err } = await cli.run('config', 'web')
    deepEqual([exit, err], [0, ''])
    match(out, /^name: shop\nservices:\n {2}db:\n {4}build:\n/)
    match(out, /image: nginx:1\n(.*\n)*.* ports:\n {6}- mode: ingress\n/)
    deepEqual(await cli.run('config', '-q'), { exit: 0, out: '', err: '' })
    equal(JSON.parse((await cli.run('config', '--format', 'json')).out).services.web.image, 'nginx:1')
  })

  it('print what is asked for', async () => {
    const printed = async (...args: string[]) => (await cli.run('config', ...args)).out.trim().split('\n')
    deepEqual(await printed('--services'), ['db', 'web'])
    deepEqual(await printed('--services', '--profile', 'debug'), ['db', 'tool', 'web'])
    deepEqual(await printed('--images'), ['shop-db', 'nginx:1'])
    deepEqual(await printed('--profiles'), ['debug'])
    deepEqual(await printed('--networks'), ['default'])
    deepEqual(await printed('--variables'), [
      'NAME   REQUIRED   DEFAULT VALUE   ALTERNATE VALUE',
      'TAG    false      1',
    ])
    match((await printed('--hash', 'web')).join('\n'), /^web [0-9a-f]{64}$/)
    cli.write('tag.env', 'TAG=2\n')
    deepEqual(await printed('--images', '--env-file', 'tag.env'), ['shop-db', 'nginx:2'])
  })

  it('print variables of the environment and of files, and none that stands for an option', async () => {
    cli.write('other.env', 'COMPOSE_PROFILES=debug\n')
    const options = ['-f', 'compose.yaml', '--profile', 'x', '--env-file', 'other.env']
    const { out } = await cli.runWith({ COMPOSE_FILE: 'none.yaml' }, ...options, 'config', '--environment')
    const names = out.split('\n').filter((line) => line.startsWith('COMPOSE_'))
    deepEqual(names, ['COMPOSE_FILE=none.yaml', 'COMPOSE_PROFILES=debug', 'COMPOSE_PROJECT_NAME=shop'])
  })

  it('print manifests', async () => {
    const { exit, out } = await cli.run('convert', '-f', 'compose.yaml')
    equal(exit, 0)
    match(out, /^apiVersion: reconcile\.dev\/v1\nkind: Network\n/)
    match(out, /\n---\napiVersion: reconcile\.dev\/v1\nkind: Service\n/)
    cli.write('manifests.yaml', out)
    const missing = await cli.run('validate')
    deepEqual([missing.exit, missing.out], [2, ''])
    match(
      missing.err,
      /compose\.yaml:4:\d+: services\.db\.build: there is no \S+\/Dockerfile: make it, or name another/,
    )
    cli.write('Dockerfile', 'FROM nginx:1\n')
    equal((await cli.run('validate', '-f', 'manifests.yaml')).out, '3 manifests are valid\n')
  })

  it('hide what looks secret, and show it where that is asked for (S9)', async () => {
    cli.write('compose.override.yaml', 'services:\n  web: {environment: {DB_PASSWORD: "${PASSWORD:-hunter2}"}}\n')
    const hash = await cli.run('config', '--hash', 'web')
    for (const args of [['config'], ['config', '--variables'], ['config', '--environment'], ['convert']]) {
      const hidden = await cli.runWith({ DB_TOKEN: 'hunter2' }, ...args)
      equal(hidden.out.includes('hunter2'), false, args.join(' '))
      match(hidden.err, /\*\*\*: --show-values shows them/)
      match((await cli.runWith({ DB_TOKEN: 'hunter2' }, ...args, '--show-values')).out, /hunter2/)
    }
    deepEqual(await cli.run('config', '--hash', 'web', '--show-values'), hash)
  })

  it('say what is wrong where it stands', async () => {
    cli.write('compose.override.yaml', 'services:\n  web: {prts: []}\n')
    for (const verb of ['config', 'convert', 'validate']) {
      const { exit, err } = await cli.run(verb)
      equal(exit, 2)
      match(err, /compose\.override\.yaml:2:15: services\.web\.prts: .*did you mean ports\?/)
    }
    for (const [verb, ...args] of [
      ['config', '-f', 'compose.yaml', 'wep'],
      ['watch', '-f', 'compose.yaml', 'wep'],
    ] as const) {
      const { exit, err } = await cli.run(verb, ...args)
      equal(exit, 1, err)
      match(err, /there is no service wep; did you mean web\?\nnext: name one of (db, web|web, db)/)
    }
    match((await cli.run('config', '-f', 'none.yaml')).err, /there is no such file/)
  })
})
