import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { adoptions, consent, consentOf } from '../../controllers/adoption/records.ts'
import { composeProject } from '../support/compose-project.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld, RUNS, type TestWorld, type TestWorldOptions } from '../support/world.ts'

const always = { restartPolicy: { condition: 'Always' as const } }
const template = { image: 'nginx', ...always }

function ask(a: TestWorld): void {
  consent(a.life().ports.store, 'shop', a.world.clock.now())
}

function declareVolume(a: TestWorld): void {
  a.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
}

const data = { type: 'Volume' as const, source: 'data', target: '/data' }

/** What `docker compose up` left, and by whom it was made: ids by names. */
function aProject(options: TestWorldOptions = {}) {
  const a = aWorld(options)
  const compose = composeProject(a.host)
  compose.network()
  return { a, compose }
}

/** The calls since the last time it was asked, with names in place of the ids of `before`. */
function newCalls(a: TestWorld, before: Readonly<Record<string, string>>): readonly string[] {
  return a.newCalls().map((call) => named(call, before))
}

function named(call: string, before: Readonly<Record<string, string>>): string {
  return Object.entries(before).reduce((text, [name, id]) => text.replaceAll(id, name), call)
}

const ids = (a: TestWorld) =>
  Object.fromEntries(a.host.containers().map(({ Name, Id }) => [Name.replace(/^\//, ''), Id]))

describe('a project of docker compose', () => {
  it('goes on as it runs when it is adopted, with its network and its volume', async () => {
    const { a, compose } = aProject()
    compose.volume('data')
    const mounts = [{ Type: 'volume', Source: 'shop_data', Target: '/data' }]
    compose.container('db', { body: { HostConfig: { Mounts: mounts } } })
    for (const number of [1, 2, 3]) compose.container('web', { number })
    const before = ids(a)
    ask(a)
    declareVolume(a)
    a.service('db', { template: { ...template, mounts: [data] } })
    a.service('web', { replicas: 3, template })
    equal(await a.settle(), 'quiet')
    deepEqual(a.newCalls(), [])
    deepEqual(ids(a), before)
    equal(a.serviceNamed('web')?.status?.readyReplicas, 3)
    equal(a.serviceNamed('db')?.status?.rollout?.state, 'Completed')
    await a.restart()
    equal(await a.settle(), 'quiet')
    deepEqual(a.newCalls(), [])
    equal(a.tasks().length, 4)
  })

  it('goes when its stack is deleted, but for its data, and so does what was said of it', async () => {
    const { a, compose } = aProject()
    compose.volume('data')
    compose.container('web')
    ask(a)
    declareVolume(a)
    a.service('web', { template })
    await a.settle()
    const { store } = a.life().ports
    store.delete('Service', 'shop/web')
    store.delete('Volume', 'shop/data')
    equal(await a.settle(), 'quiet')
    deepEqual(a.containers(), [])
    deepEqual([...a.host.state.volumes.keys()], ['shop_data'])
    equal(consentOf(store, 'shop'), undefined)
    deepEqual(
      [...adoptions(store).keys()].filter((key) => key.startsWith('Container/')),
      [],
    )
  })

  it('is left alone without a word, and the hold says what to do', async () => {
    const { a, compose } = aProject()
    compose.container('web')
    a.service('web', { template })
    await a.settle(5_000)
    deepEqual(a.newCalls(), [])
    const network = a.life().ports.store.get('Network', 'shop/default')
    match(network?.status?.conditions?.[0]?.message ?? '', /docker compose made.*`reconcile adopt shop`/)
    ask(a)
    equal(await a.settle(), 'quiet')
    deepEqual(a.newCalls(), [])
    deepEqual(a.containers(), ['shop-web-1 running'])
    equal(a.serviceNamed('web')?.status?.readyReplicas, 1)
  })

  it('has what differs replaced by a rollout, one at a time, with the field that decides', async () => {
    const { a, compose } = aProject()
    for (const number of [1, 2]) compose.container('web', { number, body: { Env: ['COLOR=red'] } })
    compose.container('db')
    const before = ids(a)
    ask(a)
    a.service('web', { replicas: 2, template: { ...template, env: [{ name: 'COLOR', value: 'blue' }] } })
    a.service('db', { template })
    equal(await a.settle(), 'quiet')
    deepEqual(a.containers(), ['shop-db-1 running', 'shop-web-1 running', 'shop-web-2 running'])
    equal(ids(a)['shop-db-1'], before['shop-db-1'])
    const ends = a.calls.filter(({ method, path }) => method === 'DELETE' || path.endsWith('/stop'))
    ok(ends.every(({ path }) => named(path, before).includes('shop-web')))
    match(ends[0]?.reason ?? '', /variable COLOR is red, declared blue/)
    const order = a.calls.flatMap(
      ({ path }) => /\/(shop-web-\d)\S*\/(stop|start)/.exec(named(path, before))?.slice(1).join(' ') ?? [],
    )
    deepEqual(
      order.map((each) => each.split(' ')[0]),
      ['shop-web-1', 'shop-web-1', 'shop-web-2', 'shop-web-2'],
    )
  })

  it('has what can be changed on it changed there: a limit, a policy, the name that Compose 1 gave', async () => {
    const { a, compose } = aProject()
    compose.container('web', { name: 'shop_web_1', body: { HostConfig: { RestartPolicy: { Name: 'no' } } } })
    const before = ids(a)
    ask(a)
    a.service('web', { template })
    equal(await a.settle(), 'quiet')
    deepEqual(
      newCalls(a, before)
        .map((call) => call.replace(/\?.*|\/containers\/shop.web.1/g, ''))
        .sort(),
      ['POST /rename', 'POST /update'],
    )
    equal(ids(a)['shop-web-1'], before['shop_web_1'])
    equal(a.host.containers()[0]?.HostConfig.RestartPolicy?.Name, 'always')
  })

  it('keeps what is not of the files: one-off containers, other services, other projects', async () => {
    const { a, compose } = aProject()
    compose.container('web', { name: 'shop-web-run-1', oneoff: true })
    compose.container('cron')
    compose.container('web', { name: 'blog-web-1', project: 'blog' })
    compose.container('web')
    const before = ids(a)
    ask(a)
    a.service('web', { template })
    await a.settle()
    a.life().ports.store.delete('Service', 'shop/web')
    await a.settle()
    const { 'shop-web-1': _, ...others } = before
    deepEqual(ids(a), others)
  })

  it('has a task forgotten that is not wanted any more, though something of the project is left that nobody takes', async () => {
    const { a, compose } = aProject()
    compose.container('cron')
    compose.container('web')
    ask(a)
    a.service('web', { template })
    await a.settle()
    a.service('web', { replicas: 2, template: { ...template, image: 'nowhere:1' } })
    await a.settle(60_000)
    a.life().ports.store.delete('Service', 'shop/web')
    equal(await a.settle(), 'quiet')
    deepEqual(a.tasks(), [])
    deepEqual(a.containers(), ['shop-cron-1 running'])
  })

  it('is Compose’s again when the state is lost, and nothing is made beside it or removed', async () => {
    const { a, compose } = aProject()
    compose.container('web')
    ask(a)
    a.service('web', { template })
    await a.settle()
    const before = ids(a)
    await a.life().stop()
    const b = aWorld({ over: a.world })
    b.service('web', { template })
    await b.settle(10_000)
    deepEqual(b.newCalls(), [])
    deepEqual(ids(b), before)
    ask(b)
    equal(await b.settle(), 'quiet')
    deepEqual(b.newCalls(), [])
    deepEqual(ids(b), before)
  })

  it('has its volume for lost when that is another one, made meanwhile', async () => {
    for (const apiVersion of ['1.41', '1.51']) {
      const { a, compose } = aProject({ apiVersion })
      compose.volume('data')
      ask(a)
      declareVolume(a)
      await a.settle()
      equal(a.life().ports.store.get('Volume', 'shop/data')?.status?.nodes?.[0]?.foreign, undefined)
      await a.life().stop()
      a.host.byHand.removeVolume('shop_data')
      await a.pass(5_000)
      compose.volume('data')
      await a.restart()
      a.service('db', { template: { ...template, mounts: [data] } })
      await a.settle(10_000)
      const ready = a.life().ports.store.get('Volume', 'shop/data')?.status?.conditions?.[0]
      // An engine that tells no time of creation shows the same name.
      equal(ready?.reason, apiVersion === '1.51' ? 'VolumeLost' : 'Present', apiVersion)
    }
  })

  it('is healed when docker compose ends it, and when it makes it anew', async () => {
    const { a, compose } = aProject()
    compose.container('web')
    ask(a)
    a.service('web', { template })
    await a.settle()
    a.host.byHand.remove('shop-web-1')
    equal(await a.settle(), 'quiet')
    deepEqual(a.containers(), ['shop-web-1 running'])
    a.host.byHand.remove('shop-web-1')
    const made = compose.container('web')
    equal(await a.settle(), 'quiet')
    deepEqual(ids(a), { 'shop-web-1': made })
    equal(a.serviceNamed('web')?.status?.readyReplicas, 1)
  })

  it('has nothing made beside what Compose 1 makes anew under its own name', async () => {
    for (const isServed of [true, false]) {
      const { a, compose } = aProject()
      compose.container('web')
      ask(a)
      a.service('web', { template })
      await a.settle()
      if (!isServed) await a.life().stop()
      const made = compose.container('web', { name: 'shop_web_1' })
      a.host.byHand.remove('shop-web-1')
      if (!isServed) {
        await a.restart()
        a.service('web', { template })
      }
      equal(await a.settle(), 'quiet')
      deepEqual(ids(a), { 'shop-web-1': made }, isServed ? 'with serve' : 'without')
      equal(a.tasks().length, 1)
      a.host.byHand.remove('shop-web-1')
      equal(await a.settle(), 'quiet')
      deepEqual(a.containers(), ['shop-web-1 running'])
      const looked = () => [...a.life().ports.store.facts('adoption').keys()].filter((key) => key.startsWith('Lost/'))
      equal(looked().length, 1)
      a.service('web', { template: { ...template, env: [{ name: 'COLOR', value: 'blue' }] } })
      await a.settle()
      deepEqual(looked(), [], 'gone with its task')
    }
  })

  it('is not started again under docker compose, which stops it, renames it and makes another before it removes it', async () => {
    const { a, compose } = aProject()
    compose.container('web')
    ask(a)
    a.service('web', { template })
    await a.settle()
    a.newCalls()
    const aside = `${ids(a)['shop-web-1']?.slice(0, 12)}_shop-web-1`
    a.host.byHand.stop('shop-web-1')
    await a.settle(1_000)
    a.host.byHand.rename('shop-web-1', aside)
    await a.settle(5_000)
    const made = compose.container('web', { name: 'shop_web_1' })
    await a.settle(1_000)
    deepEqual(a.newCalls(), [])
    a.host.byHand.remove(aside)
    equal(await a.settle(), 'quiet')
    deepEqual(ids(a), { 'shop-web-1': made })
    equal(a.tasks().length, 1)
  })

  it('is taken over again, without an attempt at anything, where docker compose made it anew of changed files meanwhile', async () => {
    const { a, compose } = aProject()
    compose.container('web')
    ask(a)
    a.service('web', { template })
    await a.settle()
    await a.life().stop()
    a.host.byHand.remove('shop-web-1')
    const made = compose.container('web', { body: { Env: ['COLOR=blue'] } })
    await a.restart()
    a.service('web', { template: { ...template, env: [{ name: 'COLOR', value: 'blue' }] } })
    equal(await a.settle(), 'quiet')
    deepEqual(a.newCalls(), [])
    deepEqual(ids(a), { 'shop-web-1': made })
    equal(a.tasks().length, 1)
  })

  it('has jobs that ended well, which do not run again, and what waits for them goes on', async () => {
    const once = { config: { Cmd: ['once'] }, behaviour: { exitsAfterMs: 100, exitCode: 0 } }
    const { a, compose } = aProject({ images: { nginx: RUNS, once } })
    compose.container('migrate', { body: { Image: 'once', HostConfig: { RestartPolicy: { Name: 'no' } } } })
    compose.container('web')
    await a.pass(1_000)
    const before = ids(a)
    ask(a)
    a.service('migrate', { template: { image: 'once', restartPolicy: { condition: 'Never' } } })
    a.service('web', { template, dependsOn: [{ service: 'migrate', condition: 'Completed' }] })
    equal(await a.settle(), 'quiet')
    deepEqual(a.newCalls(), [])
    deepEqual(ids(a), before)
    deepEqual(a.containers(), ['shop-migrate-1 exited', 'shop-web-1 running'])
    deepEqual(
      a
        .tasks()
        .map(({ spec, status }) => `${spec.service} ${status?.phase}`)
        .sort(),
      ['migrate Completed', 'web Running'],
    )
  })

  it('is adopted with what shares a namespace, whichever is looked at first', async () => {
    for (const seed of [1, 2, 3, 4]) {
      const { a, compose } = aProject({ seed })
      const main = compose.container('main')
      const HostConfig = { NetworkMode: `container:${main}` }
      const side = compose.container('side', { body: { HostConfig, NetworkingConfig: { EndpointsConfig: {} } } })
      ask(a)
      a.service('side', { template: { ...template, networkMode: 'service:main' } })
      a.service('main', { template })
      equal(await a.settle(), 'quiet')
      deepEqual(a.newCalls(), [], `seed ${seed}`)
      deepEqual(ids(a), { 'shop-main-1': main, 'shop-side-1': side })
    }
  })

  it('is planned as it is then done, and says which replicas are not wanted', async () => {
    for (const color of ['red', 'blue']) {
      const { a, compose } = aProject()
      for (const number of [1, 2, 3]) compose.container('web', { number, body: { Env: ['COLOR=red'] } })
      const before = ids(a)
      ask(a)
      a.service('web', { replicas: 2, template: { ...template, env: [{ name: 'COLOR', value: color }] } })
      await a.life().stop()
      const planned = await planOf(a, { interest: { projects: new Set(['shop']) } })
      await a.restart()
      await a.settle()
      const calls = newCalls(a, before)
      deepEqual(planned.calls.map(({ method, path }) => `${method} ${path}`).sort(), [...calls].sort(), color)
      equal(planned.adopted.filter(({ differs }) => differs !== undefined).length, color === 'red' ? 0 : 3)
      const surplus = planned.adopted.filter((each) => each.surplus !== undefined)
      deepEqual(
        surplus.map(({ name, surplus: why }) => `${name}: ${why}`),
        ['shop-web-3: 2 replicas are declared'],
      )
      deepEqual(a.containers(), ['shop-web-1 running', 'shop-web-2 running'])
    }
  })

  it('is planned with the state of what does not run, which is then started', async () => {
    const { a, compose } = aProject()
    compose.container('web')
    compose.container('db', { isStarted: false })
    ask(a)
    for (const name of ['db', 'web']) a.service(name, { template })
    await a.life().stop()
    const { adopted, calls } = await planOf(a, { interest: { projects: new Set(['shop']) } })
    deepEqual(
      adopted.flatMap(({ object, state }) => (object.startsWith('Service/') ? [[object, state]] : [])),
      [
        ['Service/shop/db', 'created'],
        ['Service/shop/web', undefined],
      ],
    )
    deepEqual(
      calls.map(({ path }) => path),
      ['/containers/shop-db-1/start'],
    )
  })
})
