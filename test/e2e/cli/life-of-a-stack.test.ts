import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startCli, type Ended } from '../../support/cli.ts'
import { engineForEach } from '../../support/engine-for-each.ts'
import { handAt } from '../../support/hand.ts'
import { inProcess } from '../../support/in-process.ts'
import { waysToServe } from '../../support/share.ts'
import { succeeds } from '../../support/succeeds.ts'

describe('the command line, on a real engine', function () {
  this.timeout(180_000)
  const engine = engineForEach(inProcess)

  for (const served of waysToServe(true))
    it(`takes a stack through its life ${served ? 'with a serve' : 'without serve'}`, async () => {
      if (served) await engine.cli.start('serve').says('serving the installation')
      const file = engine.cli.write('shop.yaml', shop({ replicas: 2 }))

      const first = await engine.cli.run('apply', '-f', file)
      succeeds(first)
      match(first.out, /Service\/shop\/web created/)
      match(first.out, /converged: 1 service/)

      const again = await engine.cli.run('apply', '-f', file)
      succeeds(again)
      match(again.out, /Service\/shop\/web unchanged/)

      const tasks = await engine.cli.run('get', 'tasks', '-n', 'shop', '-o', 'json')
      deepEqual(phases(tasks), ['Running', 'Running'])
      match((await engine.cli.run('describe', 'service/web')).out, /replicas: 2 {3}\(line 5\)/)

      succeeds(await engine.cli.run('scale', 'web=3'))
      equal(phases(await engine.cli.run('get', 'tasks', '-o', 'json')).length, 3)
      match((await engine.cli.run('apply', '-f', file)).out, /replicas 3 \(scale, .*\) → 2 \(file\)/)

      engine.cli.write('shop.yaml', shop({ replicas: 2, env: 'blue' }))
      succeeds(await engine.cli.run('apply', '-f', file))
      equal((await engine.cli.run('exec', 'web', '--', 'sh', '-c', 'echo -n $COLOUR')).out, 'blue')
      for (const name of ['web', 'shop-web-1'])
        equal((await engine.cli.run('exec', name, '--', 'sh', '-c', 'exit 7')).exit, 7)
      const logs = (await engine.cli.run('logs', 'web')).out.trimEnd().split('\n')
      deepEqual(logs.sort(), ['shop-web-1 | hello', 'shop-web-2 | hello'])

      engine.cli.write('shop.yaml', shop({ replicas: 2, command: 'echo broken; exit 3' }))
      const failing = await engine.cli.run('apply', '-f', file)
      equal(failing.exit, 1)
      match(failing.err, /was rolled back to .*it exited with 3/)
      deepEqual(phases(await engine.cli.run('get', 'tasks', '-o', 'json')), ['Running', 'Running'])
      equal((await engine.cli.run('apply', '-f', file)).exit, 1)
      const status = await engine.cli.run('rollout', 'status', 'web')
      equal(status.exit, 1)
      match(status.out, /^service\/web: rolled back: .*it exited with 3/)
      const states = (await engine.cli.run('rollout', 'history', 'web')).out.trimEnd().split('\n').slice(1)
      deepEqual(
        states.map((line) => line.split(/ +/).at(-2)),
        ['superseded', 'current', 'failed'],
      )

      engine.cli.write('shop.yaml', shop({ replicas: 2, env: 'blue' }))
      succeeds(await engine.cli.run('apply', '-f', file))
      equal((await engine.cli.run('rollout', 'status', 'web')).out, 'service/web: rolled out, 2 of 2 ready\n')
      equal(
        (await engine.cli.run('wait', 'services', '--all', '--for=condition=Ready')).out,
        'service/web condition met\n',
      )
      // What is wanted again is the newest.
      match((await engine.cli.run('rollout', 'history', 'web', '--revision', '4')).out, /COLOUR/)

      succeeds(await engine.cli.run('delete', 'service/web'))
      equal((await engine.cli.run('get', 'service/web')).exit, 1)
      deepEqual(phases(await engine.cli.run('get', 'tasks', '-o', 'json')), [])
    })

  it('says what apply would do, and exits 3 for changes', async () => {
    const file = engine.cli.write('shop.yaml', shop({ replicas: 1 }))
    const before = await engine.cli.run('plan', '-f', file, '--exit-code')
    equal(before.exit, 3)
    match(before.out, /POST \/containers\/create\?name=shop-web-1/)
    succeeds(await engine.cli.run('apply', '-f', file))
    const after = await engine.cli.run('plan', '-f', file, '--exit-code', '-o', 'json')
    equal(after.exit, 0)
    equal((JSON.parse(after.out) as { changes: number }).changes, 0)
    const text = shop({ replicas: 1 }).replaceAll('Rollback', 'Pause')
    const declared = await engine.cli.run('plan', '-f', engine.cli.write('shop.yaml', text), '--exit-code')
    equal(declared.exit, 3, 'what changes nothing that runs has to be applied, too')
    match(declared.out, /no call would change the hosts/)
  })

  it('plans under a serve without the bytes that this one put on the host already', async () => {
    await engine.cli.start('serve').says('serving the installation')
    const withSecret = (replicas: number) => `services:
  web: { image: "busybox:1.36", command: [sleep, "100000"], secrets: [token], deploy: { replicas: ${replicas} } }
secrets: { token: { file: ./token.txt } }
`
    engine.cli.write('shop/token.txt', 'hunter2')
    succeeds(await engine.cli.run('apply', '-f', engine.cli.write('shop/compose.yaml', withSecret(1))))
    const { out } = await engine.cli.run(
      'plan',
      '-f',
      engine.cli.write('shop/compose.yaml', withSecret(2)),
      '-o',
      'json',
    )
    const { calls } = JSON.parse(out) as { calls: { method: string; path: string }[] }
    deepEqual(
      calls.map(({ method, path }) => `${method} ${path}`),
      ['POST /containers/create?name=shop-web-2', 'POST /containers/shop-web-2/start'],
    )
  })

  it('ends with 4 at the deadline, naming what is missing', async () => {
    const file = engine.cli.write('shop.yaml', shop({ replicas: 1, healthcheck: 'exit 1' }))
    const late = await engine.cli.run('apply', '-f', file, '--timeout', '2s')
    equal(late.exit, 4)
    match(late.err, /not converged in time: Service shop\/web: 0 of 1 ready/)
  })

  it('ends with 5 when the engine does not answer', async () => {
    const nowhere = startCli()
    const file = nowhere.write('shop.yaml', shop({ replicas: 1 }))
    for (const args of [
      ['apply', '-f', file],
      ['get', 'services'],
      ['plan', '-f', file],
    ]) {
      const lost = await nowhere.run(...args)
      equal(lost.exit, 5, `${args.join(' ')}: ${lost.err}`)
      match(lost.err, /next: /)
    }
    await nowhere.end()
  })

  it('ends with 6 when a lost volume waits for approval, and goes on when that is given', async () => {
    const file = engine.cli.write('shop.yaml', shop({ replicas: 1, volume: true }))
    succeeds(await engine.cli.run('apply', '-f', file))
    await engine.docker('rm', '-f', 'shop-web-1')
    await engine.docker('volume', 'rm', 'shop_data')
    const held = await engine.cli.run('apply', '-f', file)
    equal(held.exit, 6, held.out + held.err)
    match(held.err, /next: `reconcile approve volume\/data -n shop`/)
    succeeds(await engine.cli.run('approve', 'volume/shop/data'))
  })

  it('ends with 130 when interrupted, and serve goes on', async () => {
    await engine.cli.start('serve').says('serving the installation')
    const file = engine.cli.write('shop.yaml', shop({ replicas: 1, healthcheck: 'test -e /tmp/well' }))
    const applying = engine.cli.start('apply', '-f', file)
    await applying.says('HealthStarting')
    equal(await applying.stop('SIGINT'), 130)
    match(applying.output(), /the running serve goes on with it/)
    equal((await engine.cli.run('exec', 'web', '--', 'touch', '/tmp/well')).exit, 0)
    succeeds(await engine.cli.run('apply', '-f', file))
  })

  it('tells each step as one JSON event per line', async () => {
    const file = engine.cli.write('shop.yaml', shop({ replicas: 1 }))
    const { out } = await engine.cli.run('apply', '-f', file, '-o', 'json')
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; exit?: number })
    ok(events.some(({ type }) => type === 'resource'))
    ok(events.some(({ type }) => type === 'state'))
    deepEqual(events.at(-1)?.exit, 0)
  })

  it('keeps secret bytes out of everything but RECONCILE_HOME/secrets', async () => {
    const file = engine.cli.write('compose.yaml', SECRET_STACK)
    succeeds(await engine.cli.runWith({ TOKEN: 'kept-from-sight' }, 'apply', '-f', file, '-n', 'shop'))
    const token = await engine.cli.run('exec', 'web', '-n', 'shop', '--', 'cat', '/run/secrets/token')
    deepEqual(token, { exit: 0, out: 'kept-from-sight', err: '' })
    const shown = [
      await engine.cli.run('get', 'all', '-o', 'yaml'),
      await engine.cli.run('describe', 'secret/token'),
      await engine.cli.run('plan', '-f', file, '-n', 'shop', '-o', 'json'),
    ]
    for (const { out } of shown) ok(!out.includes('kept-from-sight'))
    const files = readdirSync(engine.cli.home, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    for (const { parentPath, name } of files)
      if (!parentPath.startsWith(join(engine.cli.home, 'secrets')))
        ok(!readFileSync(join(parentPath, name)).includes('kept-from-sight'), join(parentPath, name))
  })

  it('gives tasks the new bytes of a secret at the next apply, with serve', async () => {
    await engine.cli.start('serve').says('serving the installation')
    const file = engine.cli.write('compose.yaml', SECRET_STACK)
    for (const TOKEN of ['first', 'second']) {
      const applied = await engine.cli.runWith({ TOKEN }, 'apply', '-f', file, '-n', 'shop')
      succeeds(applied)
      if (TOKEN === 'second') match(applied.out, /^Secret\/shop\/token configured: its bytes changed$/m)
      equal((await engine.cli.run('exec', 'web', '-n', 'shop', '--', 'cat', '/run/secrets/token')).out, TOKEN)
    }
  })

  it('deletes a service whatever becomes of another one in its stack', async () => {
    const other = shop({ replicas: 1 }).replace('"web"', '"other"').replace('busybox:1.36', 'nowhere.invalid/none:1')
    const file = engine.cli.write('shop.yaml', `${shop({ replicas: 1 })}---\n${other}`)
    equal((await engine.cli.run('apply', '-f', file, '--timeout', '2s')).exit, 4)
    const deleted = await engine.cli.run('delete', 'service/web', '--timeout', '20s')
    succeeds(deleted)
    match(deleted.out, /Service\/shop\/web is gone/)
  })

  it('makes a service anew that is declared again before its deletion was done', async () => {
    const file = engine.cli.write('shop.yaml', shop({ replicas: 1 }))
    succeeds(await engine.cli.run('apply', '-f', file))
    succeeds(await engine.cli.run('delete', 'service/web', '--no-wait'))
    const tooSoon = await engine.cli.run('apply', '-f', file, '--no-wait')
    match(tooSoon.err, /Service\/shop\/web is being deleted still, and not accepted/)
    equal(tooSoon.exit, 1)
    const again = await engine.cli.run('apply', '-f', file)
    succeeds(again)
    match(again.out, /web created: when the old one is gone\n.*web created\n.*converged: 1 service/s)
    deepEqual(await handAt(engine.socket).names(), ['shop-web-1 running'])
  })

  it('makes a service anew that a rollout of another one waits for', async () => {
    const write = (env: string) => {
      const web = `${shop({ replicas: 1, env })}  dependsOn: [{ service: db }]\n`
      return engine.cli.write('shop.yaml', `${shop({ replicas: 1 }).replace('"web"', '"db"')}---\n${web}`)
    }
    succeeds(await engine.cli.run('apply', '-f', write('blue')))
    succeeds(await engine.cli.run('delete', 'service/db', '--no-wait'))
    const again = await engine.cli.run('apply', '-f', write('red'), '--timeout', '20s')
    succeeds(again)
    match(again.out, /db created: when the old one is gone\n.*db created\n.*converged: 2 services/s)
  })

  it('follows a watched directory, and writes into its files what is scaled', async () => {
    engine.cli.write('tree/shop.yaml', shop({ replicas: 1 }))
    const serve = engine.cli.start('serve', '--watch', 'tree')
    await Promise.all([serve.says('serving the installation'), serve.says('Service/shop/web created')])
    engine.cli.write('tree/shop.yaml', shop({ replicas: 2 }))
    await serve.says('Service/shop/web changed')
    const scaled = await engine.cli.run('scale', 'web=3')
    succeeds(scaled)
    match(scaled.out, /Service\/shop\/web scaled.*replicas 2 → 3.*in .*tree\/shop\.yaml:5/s)
    equal(readFileSync(join(engine.cli.dir, 'tree/shop.yaml'), 'utf8'), shop({ replicas: 3 }))
    equal((await handAt(engine.socket).names()).length, 3)
    equal((await engine.cli.run('delete', '--stack', 'shop')).exit, 2)
    engine.cli.write('tree/shop.yaml', 'apiVersion: [')
    await serve.says('shop.yaml:1:')
    equal((await engine.cli.run('get', 'service/web')).exit, 0)
    equal(await serve.stop(), 0)
    const other = shop({ replicas: 1 }).replace('"web"', '"other"')
    engine.cli.write('tree/shop.yaml', `${shop({ replicas: 2 })}---\n${other}`)
    succeeds(await engine.cli.run('serve', '--once'))
    engine.cli.write('tree/shop.yaml', shop({ replicas: 2 }))
    const once = await engine.cli.runWith({ RECONCILE_SETTINGS: 'deletionWaitMs=300' }, 'serve', '--once')
    match(once.out, /Service\/shop\/other deleted: \S*\/shop\.yaml does not declare it any more/)
    equal((await engine.cli.run('get', 'service/other')).exit, 1)
    const forgotten = await engine.cli.run('serve', '--unwatch', 'tree', '--delete', '--once')
    succeeds(forgotten)
    match(
      forgotten.out,
      /Service\/shop\/web deleted: \S*\/tree is not watched any more \(\S*\/tree\/shop\.yaml declared it\)/,
    )
    const hand = handAt(engine.socket)
    deepEqual([await hand.names(), await hand.networks()], [[], []])
  })

  for (const served of waysToServe(false))
    it(`ends a delete that a container of others holds up, and names it ${served ? 'with a serve' : 'without serve'}`, async () => {
      if (served) await engine.cli.start('serve').says('serving the installation')
      succeeds(await engine.cli.run('apply', '-f', engine.cli.write('shop.yaml', shop({ replicas: 1, volume: true }))))
      const uses = ['--network', 'shop_default', '-v', 'shop_data:/d']
      await engine.docker('run', '-d', '--name', 'guest', ...uses, 'busybox:1.36', 'sleep', '100000')
      const begun = Date.now()
      const held = await engine.cli.run('delete', '--stack', 'shop', '--volumes')
      equal(held.exit, 1, held.out + held.err)
      match(held.err, /containers that are not ours .*: guest; .*\nnext: .*give this command again/s)
      ok(Date.now() - begun < 15_000)
      await engine.docker('exec', 'guest', 'ls', '/d')
      await engine.docker('rm', '-f', 'guest')
      succeeds(await engine.cli.run('delete', '--stack', 'shop', '--volumes'))
    })
})

function phases({ out }: Ended): string[] {
  const { items } = JSON.parse(out) as { items: { status?: { phase?: string } }[] }
  return items.map(({ status }) => status?.phase ?? '')
}

interface Shop {
  readonly replicas: number
  readonly env?: string
  readonly command?: string
  readonly healthcheck?: string
  readonly volume?: boolean
}

function shop({ replicas, env = 'red', command = 'echo hello; exec sleep 100000', healthcheck, volume }: Shop): string {
  const service = {
    apiVersion: 'reconcile.dev/v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      updateStrategy: { failureAction: 'Rollback', monitorSeconds: 1, parallelism: 0 },
      rollbackStrategy: { monitorSeconds: 1 },
      template: {
        image: 'busybox:1.36',
        command: ['sh', '-c', command],
        env: [{ name: 'COLOUR', value: env }],
        stopGracePeriodSeconds: 0,
        ...(healthcheck ? { healthcheck: { test: ['CMD-SHELL', healthcheck], intervalSeconds: 1 } } : {}),
        ...(volume ? { mounts: [{ type: 'Volume', source: 'data', target: '/data' }] } : {}),
      },
    },
  }
  const data = {
    apiVersion: 'reconcile.dev/v1',
    kind: 'Volume',
    metadata: { name: 'data', namespace: 'shop' },
    spec: {},
  }
  const head = `apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: ${JSON.stringify(service.metadata)}\nspec:\n  replicas: ${replicas}\n`
  const rest = Object.entries(service.spec).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`)
  return `${head}${rest.join('')}${volume ? `---\n${JSON.stringify(data)}\n` : ''}`
}

const SECRET_STACK = `services:
  web:
    image: busybox:1.36
    command: sleep 100000
    stop_grace_period: 0s
    secrets: [token]
secrets:
  token: { environment: TOKEN }
`
