import { deepEqual, equal, match } from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Role } from '../../../api/v1/installation/roles.ts'
import { type Serving, startServing } from '../../api/server/serving.ts'
import { buildCli, type Cli, startCli } from '../../support/cli.ts'

const COMPOSE = `name: shop
services:
  web:
    image: nginx:\${TAG}
    env_file: web.env
    environment: { FROM: "\${SHELL_WORD}" }
    volumes: ["./site:/srv"]
`

describe('the command line with RECONCILE_SERVER', function () {
  this.timeout(120_000)
  let serving: Serving
  let cli: Cli
  let env: Record<string, string>
  let count = 0

  before(async () => {
    await buildCli()
    serving = await startServing({ tls: true, loops: true })
  })
  after(() => serving.end())
  beforeEach(() => {
    cli = startCli()
    env = { RECONCILE_SERVER: serving.url, RECONCILE_TOKEN_FILE: as('edit'), RECONCILE_CA_FILE: 'ca.pem' }
    cli.write('ca.pem', String(serving.cert))
  })
  afterEach(() => cli.end())

  const as = (role: Role) => cli.write(`${role}.token`, `${serving.token(role, `${role}-${count++}`)}\n`)
  const run = (...args: readonly string[]) => cli.runWith(env, ...args)

  it('asks that server, and makes nothing here', async () => {
    match((await run('version')).out, new RegExp(`^serve .*, ${serving.home}, at ${serving.url}\\)$`, 'm'))
    const { RECONCILE_SERVER: _, ...rest } = env
    const named = await cli.runWith(rest, 'get', 'services', '--server', serving.url, '-o', 'name')
    deepEqual(named, { exit: 0, out: '', err: '' })
    equal((await run('status')).exit, 0)
    equal((await cli.run('version')).out.includes('serve '), false)
  })

  it('sends env files and variables along, and reads none where serve is', async () => {
    const file = cli.write('shop/compose.yaml', COMPOSE)
    cli.write('shop/.env', 'TAG=1.27\n')
    cli.write('shop/web.env', 'A=far\n')
    env['SHELL_WORD'] = 'shell'
    const { exit, out, err } = await run('apply', '-f', file, '--no-wait')
    equal(exit, 0, `${out}${err}`)
    match(err, /shop\/site is that of the host where it is mounted/)
    const { out: shown } = await run('get', 'service/web', '-o', 'json')
    const { spec } = JSON.parse(shown) as {
      spec: { template: { image: string; env: { name: string; value: string }[] } }
    }
    equal(spec.template.image, 'nginx:1.27')
    deepEqual(Object.fromEntries(spec.template.env.map(({ name, value }) => [name, value])), {
      A: 'far',
      FROM: 'shell',
    })
    match((await run('describe', 'service/web')).out, /compose\.yaml/)
    match((await run('events')).err, /No events|^$/)
    match((await run('scale', 'web=2', '--no-wait')).out, /replicas/)
    match((await run('__complete', '--', 'get', 'service/')).out, /service\/web/)
    equal((await run('delete', '-f', file, '--no-wait')).exit, 0)
  })

  it('refuses what can not be sent along, each by file and line, with what to do', async () => {
    const text = `name: far\nservices:\n  web:\n    build: ./web\nsecrets:\n  key: { file: ./key }\nconfigs:\n  site: { file: ./site.conf }\n`
    cli.write('far/web/Dockerfile', 'FROM nginx\n')
    const file = cli.write('far/compose.yaml', text)
    for (const verb of ['apply', 'plan']) {
      const { exit, err, out } = await run(verb, '-f', file)
      equal(exit, 2, out)
      match(err, /far\/compose\.yaml:4:\d+: services\.web\.build: \S+far\/web is on the machine .*registry/)
      match(err, /far\/compose\.yaml:6:\d+: secrets\.key\.file: .*reconcile secret create key -n far --from-file/)
      match(err, /far\/compose\.yaml:8:\d+: configs\.site\.file: .*content:/)
    }
    equal((await run('validate', '-f', file)).exit, 0)
    equal((await run('delete', '-f', file)).exit, 0)
  })

  it('refuses a file whose path is one of a directory that serve watches', async () => {
    const file = cli.write('watched/compose.yaml', 'name: same\nservices: { web: { image: nginx } }\n')
    serving.core.store.putFact('root', join(cli.dir, 'watched'), { lost: [] })
    for (const verb of ['apply', 'plan']) {
      const { exit, err } = await run(verb, '-f', file)
      equal(exit, 2)
      match(err, /serve watches a directory .* of its own machine, and .* is of another/)
    }
    serving.core.store.putFact('root', join(cli.dir, 'watched'), undefined)
  })

  it('keeps the bytes of a secret there, and plans there', async () => {
    cli.write('bytes', 'far bytes')
    const { exit, err, out } = await run('secret', 'create', 'key', '-n', 'far', '--from-file', 'bytes', '--no-wait')
    equal(exit, 0, `${out}${err}`)
    const plan = await run(
      'plan',
      '-f',
      cli.write('plan/compose.yaml', 'name: far\nservices: {}\nsecrets: { key: { external: true } }\n'),
    )
    equal(plan.exit, 0, plan.err)
    equal((await run('delete', '--stack', 'far', '--no-wait')).exit, 0)
  })

  it('names the role that a token lacks', async () => {
    env['RECONCILE_TOKEN_FILE'] = as('view')
    equal((await run('get', 'all')).exit, 0)
    const { exit, err } = await run('secret', 'create', 'a', '-n', 'shop', '--generate')
    match(err, /error: token view-\d+ may view, and POST \/reconcile\/secret needs a token that may edit\nnext: /)
    equal(exit, 1)
    env['RECONCILE_TOKEN_FILE'] = as('edit')
    match((await run('approve', 'x')).err, /needs a token that may admin/)
  })

  for (const { it: what, change, says, exit } of [
    { it: 'no token', change: { RECONCILE_TOKEN_FILE: '' }, says: /a bearer token is needed/, exit: 1 },
    {
      it: 'no file of a token',
      change: { RECONCILE_TOKEN_FILE: 'none' },
      says: /RECONCILE_TOKEN_FILE none: is not there/,
      exit: 2,
    },
    {
      it: 'a device in place of a token',
      change: { RECONCILE_TOKEN_FILE: '/dev/null' },
      says: /RECONCILE_TOKEN_FILE \/dev\/null: is no regular file/,
      exit: 2,
    },
    {
      it: 'a file that holds no token',
      change: { RECONCILE_TOKEN_FILE: 'ca.pem' },
      says: /ca\.pem holds no token/,
      exit: 2,
    },
    { it: 'no CA', change: { RECONCILE_CA_FILE: '' }, says: /has signed its certificate; nothing was sent/, exit: 5 },
    {
      it: 'no certificate in the file of the CA',
      change: { RECONCILE_CA_FILE: 'edit.token' },
      says: /holds no certificate/,
      exit: 2,
    },
    { it: 'an option of ssh', change: { RECONCILE_SERVER: 'ssh://-oX=y' }, says: /no address for ssh/, exit: 2 },
    {
      it: 'a socket that nobody listens on',
      change: { RECONCILE_SERVER: 'unix:///nowhere/a.sock' },
      says: /ENOENT .*\nnext: look whether it runs/,
      exit: 5,
    },
  ] as const)
    it(`says what to do about ${what}`, async () => {
      const { err, exit: ended } = await cli.runWith({ ...env, ...change }, 'get', 'services')
      match(err, says)
      match(err, /\nnext: /)
      equal(ended, exit)
    })

  it('takes a token from RECONCILE_TOKEN, where no file is named', async () => {
    const { RECONCILE_TOKEN_FILE: _, ...rest } = env
    const token = serving.token('view', `view-${count++}`)
    equal((await cli.runWith({ ...rest, RECONCILE_TOKEN: token }, 'get', 'services')).exit, 0)
  })

  for (const line of [
    'serve',
    'init',
    'restore x.tar',
    'doctor',
    'token create a --role view',
    'token list',
    'token delete a',
  ])
    it(`does not do ${line} on this machine in place of that one`, async () => {
      const { exit, err } = await run(...line.split(' '))
      equal(exit, 2)
      match(
        err,
        new RegExp(
          `error: ${line.split(' ')[0]}.* works on the machine that it runs on, and the server is ${serving.url}\nnext: `,
        ),
      )
    })

  it('speaks to a socket that is carried here by something else', async () => {
    const own = startCli()
    try {
      const serve = own.start('serve')
      await serve.says('serving the installation')
      const far = { RECONCILE_SERVER: `unix://${join(own.home, 'reconcile.sock')}` }
      match((await cli.runWith(far, 'version')).out, new RegExp(`, ${own.home}, at unix://`))
      writeFileSync(join(cli.dir, 'web.yaml'), 'name: shop\nservices: { web: { image: nginx } }\n')
      equal((await cli.runWith(far, 'apply', '-f', 'web.yaml', '--no-wait')).exit, 0)
      match((await own.run('get', 'services', '-o', 'name')).out, /service\/web/)
    } finally {
      await own.end()
    }
  })
})
