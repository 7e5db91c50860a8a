import { deepEqual, equal, match } from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { startCli } from '../../support/cli.ts'
import { inProcess } from '../../support/in-process.ts'
import type { LabHost } from '../../support/lab.ts'
import { itInAll } from '../../support/share.ts'
import { twoEngines } from '../../support/two-engines.ts'
import { until } from '../../support/until.ts'
import { handAt } from '../../support/hand.ts'

describe('nodes that are declared while others are at work, on real engines', function () {
  this.timeout(180_000)
  const engines = twoEngines(inProcess)
  const { does: converges } = engines

  const node = (name: string, host: string) =>
    engines.cli.write(
      `${name}.yaml`,
      JSON.stringify({ apiVersion: 'reconcile.dev/v1', kind: 'Node', ...nodeOf(name, host) }),
    )

  const otherHost = () => engines.hosts[1] as LabHost

  it('are connected by the apply that declares them, which is planned with what is there', async () => {
    const far = node('far', `unix://${otherHost().socket}`)
    const stack = engines.cli.write('stack.yaml', shop(2))
    const planned = await engines.cli.run('plan', '-f', far, '-f', stack, '-o', 'json')
    const { calls } = JSON.parse(planned.out) as { calls: { node: string; path: string }[] }
    equal(new Set(calls.map((call) => call.node)).size, 2, planned.out + planned.err)
    await converges('apply', '-f', far, '-f', stack)
    match(await converges('get', 'tasks', '-n', 'shop', '-o', 'custom-columns=NODE:.spec.node'), /^NODE\nfar\nlocal$/m)
    await converges('delete', 'stack', 'shop', '--volumes')
    await converges('delete', 'node', 'far')
  })

  it('are connected, moved, renamed and deleted under the serve that runs', async () => {
    const serve = engines.cli.start('serve')
    await serve.says('serving the installation')
    const tasksOn = async () => await converges('get', 'tasks', '-n', 'shop', '-o', 'custom-columns=NODE:.spec.node')
    await converges('apply', '-f', engines.cli.write('stack.yaml', shop(1)))
    await converges('apply', '-f', node('next', 'unix:///nowhere/docker.sock'), '--no-wait')
    await converges('wait', 'node/next', '--for=jsonpath={.status.conditions[0].reason}=GraceRunning')
    await converges('apply', '-f', node('next', `unix://${otherHost().socket}`))
    const wrong = node('next', 'unix:///nowhere/else.sock')
    for (const verb of ['plan', 'apply', 'apply']) equal((await engines.cli.run(verb, '-f', wrong)).exit, 5)
    await converges('apply', '-f', node('next', `unix://${otherHost().socket}`))
    await converges('apply', '-f', engines.cli.write('stack.yaml', shop(2)))
    const made = await containers()
    equal(made.length, 1)

    const inUse = await engines.cli.run('delete', 'node', 'next')
    equal(inUse.exit, 1)
    match(
      inUse.err,
      /Node\/next is in use by Task shop\/web-2-\w+\nnext: set `drain: true` on it, .* `reconcile restart web -n shop` moves/,
    )

    const second = await engines.cli.run('plan', '-f', node('other', `unix://${otherHost().socket}`))
    equal(second.exit, 5, second.out)
    match(
      second.out + second.err,
      /other does not answer \(its engine is that of node next: give one of the two another/,
    )
    for (const [old, fresh] of [
      ['next', 'other'],
      ['other', 'next'],
    ] as const) {
      const renamed = await engines.cli.run('apply', '-f', node(fresh, `unix://${otherHost().socket}`))
      equal(renamed.exit, 5, renamed.out)
      const own = `its engine is that of node ${old}: give one of the two another address`
      match(
        renamed.err,
        new RegExp(`${own}.*\nnext: if ${fresh} is the new name of ${old}, .reconcile delete node/${old}.`),
      )
      match((await engines.cli.run('doctor')).out, new RegExp(`engine of ${fresh} +its engine is that of node ${old}`))
      await converges('delete', 'node', old)
      await converges('apply', '-f', engines.cli.write('stack.yaml', shop(2)))
      match(await tasksOn(), new RegExp(`^NODE\nlocal\n${fresh}$`, 'm'))
      deepEqual(await containers(), made)
    }

    await otherHost().crash()
    const { out, err, exit } = await engines.cli.run('delete', 'node', 'next')
    equal(exit, 0, out + err)
    match(err, /Node\/next does not answer: Task shop\/web-2-\w+ may run there still/)
    const isMoved = async () => /^NODE\nlocal\nlocal$/m.test(await tasksOn())
    await until('its task is made elsewhere', isMoved)
    await otherHost().start()
    deepEqual(await containers(), made)
    await serve.stop()
  })

  it('are renamed by an apply and a delete where no serve runs, and what runs there is not touched', async () => {
    const home = inProcess(startCli(engines.hosts[0].socket))
    const far = (name: string) => {
      const named = nodeOf(name, `unix://${otherHost().socket}`)
      return home.write('far.yaml', JSON.stringify({ apiVersion: 'reconcile.dev/v1', kind: 'Node', ...named }))
    }
    const stack = home.write('stack.yaml', shop(2, 'named'))
    equal((await home.run('apply', '-f', far('old'), '-f', stack)).exit, 0)
    const made = await containers('named')
    equal((await home.run('apply', '-f', far('fresh'))).exit, 5)
    equal((await home.run('delete', 'node', 'old')).exit, 0)
    equal((await home.run('apply', '-f', far('fresh'), '-f', stack)).exit, 0)
    const { out } = await home.run('get', 'tasks', '-n', 'named', '-o', 'custom-columns=NODE:.spec.node')
    match(out, /^NODE\nlocal\nfresh$/m)
    deepEqual(await containers('named'), made)
    equal((await home.run('delete', 'stack', 'named')).exit, 0)
    await home.end()
  })

  itInAll(
    'that are down from the start keep nothing from going that is in no file any more, nor themselves',
    async () => {
      const settings = { RECONCILE_SETTINGS: 'deletionWaitMs=500,nodeGraceMs=3000' }
      const home = inProcess(startCli(engines.hosts[0].socket, settings))
      const serveTree = () => home.start('serve', '--watch', 'tree')
      const nodes = { metadata: { name: 'far' }, spec: { engine: { host: `unix://${otherHost().socket}` } } }
      home.write('tree/far.yaml', JSON.stringify({ apiVersion: 'reconcile.dev/v1', kind: 'Node', ...nodes }))
      home.write('tree/blog.yaml', shop(1, 'blog'))
      home.write('tree/keeps.yaml', shop(1, 'keeps'))
      let serve = serveTree()
      await serve.says('serving the installation')
      for (const stack of ['blog', 'keeps'])
        equal((await home.run('wait', 'service/web', '-n', stack, '--for=condition=Ready')).exit, 0)
      await serve.stop()
      await otherHost().crash()
      serve = serveTree()
      await serve.says('serving the installation')
      home.write('tree/keeps.yaml', shop(1, 'keeps', 'other'))
      await serve.says('Service/keeps/web deleted')
      rmSync(join(home.dir, 'tree/far.yaml'))
      equal((await home.run('wait', 'node/far', '--for=delete')).exit, 0)
      await serve.stop()
      await otherHost().start()
      await home.end()
    },
  )

  it('that are drained have their tasks replaced elsewhere, as planned, and can be deleted then', async () => {
    const home = inProcess(startCli(engines.hosts[0].socket))
    const does = async (...args: readonly string[]) => {
      const { exit, out, err } = await home.run(...args)
      equal(exit, 0, out + err)
      return out
    }
    const far = (drain: boolean) => {
      const spec = { drain, engine: { host: `unix://${otherHost().socket}` } }
      const manifest = { apiVersion: 'reconcile.dev/v1', kind: 'Node', metadata: { name: 'far' }, spec }
      return home.write('far.yaml', JSON.stringify(manifest))
    }
    const stack = home.write('stack.yaml', shop(2, 'trio'))
    await does('apply', '-f', far(false), '-f', stack)
    equal((await containers('trio')).length, 1)
    const files = ['-f', far(true), '-f', stack]
    match(await does('plan', '-f', far(true)), /tasks of trio leave far, which is drained: `reconcile serve`/)
    const { calls } = JSON.parse(await does('plan', ...files, '-o', 'json')) as {
      calls: { node: string; method: string; path: string }[]
    }
    deepEqual(
      calls.map(({ node, method, path }) => `${method} ${path.split('/')[1]} ${node}`),
      ['POST containers local', 'DELETE containers far', 'POST containers local', 'DELETE networks far'],
    )
    const serve = home.start('serve')
    await serve.says('serving the installation')
    // Who serves moves them, whichever files are applied.
    match(await does('plan', '-f', far(true)), /- DELETE \/containers\/trio-web-\d\S* on far/)
    await does('apply', ...files)
    await does('wait', 'node/far', '--for=condition=Drained')
    equal((await containers('trio')).length, 0)
    await does('delete', 'node', 'far')
    await does('delete', 'stack', 'trio')
    await serve.stop()
    await home.end()
  })

  itInAll(
    'that have other labels lose tasks that these keep away, as planned, and are left by none that has data there',
    async () => {
      const home = inProcess(startCli(engines.hosts[0].socket))
      const far = (zone: string) => {
        const spec = { labels: { zone }, engine: { host: `unix://${otherHost().socket}` } }
        const manifest = { apiVersion: 'reconcile.dev/v1', kind: 'Node', metadata: { name: 'far' }, spec }
        return home.write('far.yaml', JSON.stringify(manifest))
      }
      const placement = '"placement":{"constraints":["node.labels.zone!=west"]}'
      const placed = (name: string, more = '') =>
        shop(2, name).replace('"replicas":2', `"replicas":2,${placement}`).replace('"command"', `${more}"command"`)
      const [zoned, bound] = [placed('zoned'), placed('bound', '"volumes":["/srv:/srv"],')]
      const files = ['-f', home.write('zoned.yaml', zoned)]
      const boundFiles = ['-f', home.write('bound.yaml', bound)]
      for (const all of [files, boundFiles]) equal((await home.run('apply', '-f', far('east'), ...all)).exit, 0)
      const words =
        /tasks of zoned leave far, which does not meet node\.labels\.zone!=west: `reconcile serve`.*\s+.*task \S+ of bound stays on far, which .*: it may write to \/srv/
      match((await home.run('plan', '-f', far('west'))).out, words)
      match((await home.run('apply', '-f', far('west'))).out, words)
      const { calls, exit } = JSON.parse((await home.run('plan', ...files, '-o', 'json')).out)
      deepEqual(
        [exit, calls.map((call: { node: string; method: string }) => `${call.method} ${call.node}`)],
        [0, ['POST local', 'DELETE far', 'POST local']],
      )
      equal((await home.run('apply', ...files)).exit, 0)
      equal((await containers('zoned')).length, 0)
      for (const verb of ['plan', 'apply']) {
        const said = await home.run(verb, ...boundFiles)
        equal(said.exit, 1, said.out)
        match(
          said.out + said.err,
          /stays on far, which does not meet node\.labels\.zone!=west: it may write to \/srv of that host; `reconcile restart web -n bound`/,
        )
      }
      equal((await containers('bound')).length, 1)
      equal((await home.run('status')).exit, 1)
      for (const stack of ['zoned', 'bound']) equal((await home.run('delete', 'stack', stack)).exit, 0)
      await home.run('delete', 'node', 'far')
      await home.end()
    },
  )

  itInAll(
    'that are drained say what stays there for its data and what moves it, which more time does not',
    async () => {
      const home = inProcess(startCli(engines.hosts[0].socket))
      const drained = (drain: boolean) => {
        const { metadata, spec } = nodeOf('far', `unix://${otherHost().socket}`)
        const manifest = { apiVersion: 'reconcile.dev/v1', kind: 'Node', metadata, spec: { ...spec, drain } }
        return home.write('far.yaml', JSON.stringify(manifest))
      }
      const bound = shop(2, 'duo').replace('"command"', '"volumes":["/srv:/srv"],"command"')
      const files = ['-f', home.write('duo.yaml', bound), '-f', drained(false)]
      equal((await home.run('apply', ...files)).exit, 0)
      const said = await home.run('apply', '-f', drained(true))
      equal(said.exit, 0)
      match(
        said.out,
        /converged: node far answers, and .*; task \S+ of duo stays on far, which is drained: it may write to \/srv of that host/,
      )
      equal((await home.run('apply', ...files)).exit, 0)
      const { exit, err } = await home.run('wait', 'node/far', '--for=condition=Drained', '--timeout=1s')
      equal(exit, 4)
      match(
        err,
        /Drained is False, TasksStay: duo\/web-\S+ \(it may write to \/srv of that host\) stays; `reconcile restart/,
      )
      match(
        err,
        /next: more time changes nothing there: do what it says, or look at it with `reconcile describe node\/far`/,
      )
      equal((await home.run('restart', 'web', '-n', 'duo')).exit, 0)
      equal((await home.run('wait', 'node/far', '--for=condition=Drained', '--timeout=10s')).exit, 0)
      const edited = await home.runWith({ EDITOR: 'sed -i s/true/false/' }, 'edit', 'node/far')
      equal(edited.exit, 0, edited.err)
      match(
        edited.out,
        /Node\/far configured.*\n(.*\n)*converged: node far answers, and no service was to be worked on$/m,
      )
      equal((await home.run('delete', 'stack', 'duo')).exit, 0)
      equal((await home.run('delete', 'node', 'far')).exit, 0)
      await home.end()
    },
  )

  it('that are lost have their tasks run elsewhere, until one is there again for each slot', async () => {
    const home = inProcess(
      startCli(engines.hosts[0].socket, { RECONCILE_SETTINGS: 'heartbeatMs=500,nodeGraceMs=3000' }),
    )
    const serve = home.start('serve')
    await serve.says('serving the installation')
    const far = { metadata: { name: 'far' }, spec: { engine: { host: `unix://${otherHost().socket}` } } }
    const files = [
      '-f',
      home.write('far.yaml', JSON.stringify({ apiVersion: 'reconcile.dev/v1', kind: 'Node', ...far })),
    ]
    files.push('-f', home.write('stack.yaml', shop(2, 'cart')))
    equal((await home.run('apply', ...files)).exit, 0)
    equal((await containers('cart')).length, 1)
    await otherHost().crash()
    await serve.says('Service/cart/web StandIn')
    await serve.says('Service/cart/web Evicted')
    const { exit, out, err } = await home.run('apply', ...files)
    equal(exit, 0, out + err)
    await otherHost().start()
    await until('it runs there no more', async () => (await containers('cart')).length === 0)
    const places = ['get', 'tasks', '-n', 'cart', '-o', 'custom-columns=NODE:.spec.node']
    await until('no task is left there', async () => (await home.run(...places)).out === 'NODE\nlocal\nlocal\n')
    equal((await home.run('delete', 'stack', 'cart')).exit, 0)
    await serve.stop()
    await home.end()
  })

  it('that are down when the state is lost have what they have the data of made nowhere else, as planned', async () => {
    const home = inProcess(startCli(engines.hosts[0].socket))
    const far = { metadata: { name: 'far' }, spec: { engine: { host: `unix://${otherHost().socket}` } } }
    const files = [
      '-f',
      home.write('far.yaml', JSON.stringify({ apiVersion: 'reconcile.dev/v1', kind: 'Node', ...far })),
    ]
    const bound = (on: string) => {
      const { services } = JSON.parse(shop(1, 'kept', 'web')) as { services: { web: object } }
      const deploy = { placement: { constraints: on === '' ? [] : [`node.name==${on}`] } }
      const db = { ...services.web, deploy, volumes: ['data:/data'] }
      return home.write('kept.yaml', JSON.stringify({ name: 'kept', services: { db }, volumes: { data: {} } }))
    }
    equal((await home.run('apply', ...files, '-f', bound('far'))).exit, 0)
    const stack = ['-f', bound('')]
    equal((await home.run('apply', ...stack)).exit, 0)
    const made = await containers('kept')
    await otherHost().crash()
    rmSync(join(home.home, 'state'), { recursive: true })
    const planned = await home.run('plan', ...stack)
    equal(planned.exit, 5)
    match(planned.out, /Service\/kept\/db NoNodeFits: the volume data may be on far, which has not answered yet/)
    equal((await home.run('apply', ...stack)).exit, 5)
    const { out } = await home.run('get', 'tasks', '-n', 'kept', '-o', 'custom-columns=NODE:.spec.node')
    equal(out, 'NODE\n<none>\n')
    await otherHost().start()
    const { exit, err } = await home.run('apply', ...stack)
    equal(exit, 0, err)
    deepEqual(await containers('kept'), made)
    equal((await home.run('delete', 'stack', 'kept', '--volumes')).exit, 0)
    await home.end()
  })

  /** The ids of a stack's running containers on the other host. */
  async function containers(stack = 'shop'): Promise<readonly string[]> {
    const found = (await handAt(otherHost().socket).call('GET', '/containers/json')) as {
      Id: string
      Names: string[]
    }[]
    return found.flatMap(({ Id, Names }) => (Names[0]?.startsWith(`/${stack}-`) ? [Id] : []))
  }
})

function nodeOf(name: string, host: string) {
  return { metadata: { name }, spec: { engine: { host } } }
}

function shop(replicas: number, name = 'shop', service = 'web'): string {
  const web = { image: 'busybox:1.36', command: ['sleep', '100000'], stop_grace_period: '0s', deploy: { replicas } }
  return JSON.stringify({ name, services: { [service]: web } })
}
