import { deepEqual, match } from 'node:assert/strict'
import { changedIn, movedIn, tellingMoved } from '../../../../cli/local/images/moved-tags.ts'
import type { V1TaskTemplate } from '../../../../api/v1/generated/types.ts'
import { observedIn } from '../../../support/plan-of.ts'
import { keyOf } from '../../../../api/v1/names.ts'
import type { PlannedCall } from '../../../../api/v1/installation/plan-answer.ts'
import type { ProgressEvent } from '../../../../api/v1/installation/progress.ts'
import { aBuild } from '../../../support/tagged-builds.ts'
import { aWorld, RUNS } from '../../../support/world.ts'
import { aCore, all } from '../local-core.ts'

const { signal } = new AbortController()
const run = { signal, object: '', reason: '' }

async function* outcome(exit: number): AsyncGenerator<ProgressEvent> {
  yield { type: 'outcome', exit, message: 'converged' }
}

/** What is left of a restart of serve by itself, which ends with it. */
async function* accepted(): AsyncGenerator<ProgressEvent> {
  yield { type: 'state', object: 'Service/shop/web', state: 'Progressing', at: 0 }
}

function withoutIds(words: string): string {
  return words.replace(/sha256:[0-9a-f]{12}/g, 'ID')
}

/** What a plan and an apply that ends so say of tags, where `web` and `db` run `app:1`, which is built anew then, and `old` is stopped. */
async function afterBuild(exit = 0, { first = false } = {}) {
  const world = aWorld({ images: { 'app:1': aBuild('a'), nginx: aBuild('b') } })
  world.service('web', { template: { image: 'app:1' } })
  world.service('db', { template: { image: 'nginx' } })
  world.service('old', { template: { image: 'app:1' }, replicas: 0 })
  await world.settle()
  const { store } = world.life().ports
  const services = [...store.list('Service').values()]
  const core = { ...aCore('/nowhere'), store, engines: async () => new Map([['a', world.host.engine()]]) }
  const image = async (name: string) => await world.host.engine().inspectImage({ name }, run)
  const said = async () => {
    const telling = all(
      tellingMoved(first ? accepted() : outcome(exit), core, {
        ...{ keys: services.map(keyOf), request: { wait: true, signal }, first },
      }),
    )
    const asking = Promise.all([image('app:1'), image('nginx')])
    await world.settle()
    const events = await telling
    const images = await asking
    return {
      planned: movedIn([{ node: 'a', observed: { images } }], services, store).map(withoutIds),
      told: events.flatMap((event) => (event.type === 'warning' ? [withoutIds(event.message)] : [])),
    }
  }
  const before = await said()
  world.host.byHand.loadImage('app:1', aBuild('c'))
  return { before, after: await said() }
}

describe('a tag that means another image by now than what runs of it', () => {
  const words =
    'shop/web goes on with the image that app:1 meant when it first ran: on a it means another one by now ' +
    '(ID → ID), which `reconcile restart web -n shop --pull` rolls out'

  it('is said by a plan, and by an apply at its end, of what runs', async () => {
    const { before, after } = await afterBuild()
    deepEqual(before, { planned: [], told: [] })
    deepEqual(after, { planned: [words], told: [words] })
  })

  it('is said as soon as a restart is accepted whose serve goes away with it', async () => {
    deepEqual((await afterBuild(0, { first: true })).after.told, [words])
  })

  it('is said where what runs of it failed, and not where its host does not answer', async () => {
    deepEqual((await afterBuild(1)).after.told, [words])
    deepEqual((await afterBuild(5)).after.told, [])
  })
})

describe('a tag that nobody pushed, where one node has run nothing of it yet', () => {
  it('is compared on the node that runs it alone', async () => {
    const world = aWorld({ images: {}, nodes: ['a', 'b'] })
    const loadOn = (node: string, digit: string) =>
      world.world.hosts.get(node)?.byHand.addImage('app:1', { ...RUNS, id: `sha256:${digit.repeat(64)}` })
    loadOn('b', 'b')
    world.service('web', { mode: 'Global', template: { image: 'app:1' } })
    await world.settle(30_000)
    const { store } = world.life().ports
    const services = [...store.list('Service').values()]
    const said = async () => {
      const observed = async (node: string) => ({
        node,
        observed: await observedIn(world, node, { images: ['app:1'] }),
      })
      return movedIn([await observed('a'), await observed('b')], services, store).map(withoutIds)
    }
    loadOn('a', 'a')
    deepEqual(await said(), [])
    loadOn('b', 'c')
    match((await said()).join(), /: on b it means another one by now/)
  })

  it('is said of the node where it has moved', async () => {
    const world = aWorld({ images: {}, nodes: ['a', 'b'] })
    const loadOn = (node: string, digit: string) =>
      world.world.hosts.get(node)?.byHand.addImage('app:1', { ...RUNS, id: `sha256:${digit.repeat(64)}` })
    for (const node of ['a', 'b']) loadOn(node, node)
    world.service('web', { mode: 'Global', template: { image: 'app:1' } })
    await world.settle()
    const { store } = world.life().ports
    const observed = async (node: string) => ({ node, observed: await observedIn(world, node, { images: ['app:1'] }) })
    for (const node of ['a', 'b']) {
      loadOn(node, 'c')
      const words = movedIn([await observed('a'), await observed('b')], [...store.list('Service').values()], store)
      deepEqual(words.length, 1)
      match(words.join(), new RegExp(`: on ${node} it means another one by now`))
      loadOn(node, node)
    }
  })
})

describe('a new template of a service whose tag has moved', () => {
  /** What a plan that creates a container of `shop/web`, or none, says of its new template. */
  async function said(template: V1TaskTemplate, { creates = true } = {}): Promise<readonly string[]> {
    const world = aWorld({ images: { 'app:1': aBuild('a'), 'app:2': aBuild('d') } })
    world.service('web', { template: { image: 'app:1' } })
    await world.settle()
    world.host.byHand.loadImage('app:1', aBuild('c'))
    const observed = await observedIn(world, 'a', { images: ['app:1', 'app:2'] })
    const { store } = world.life().ports
    const services = [...store.list('Service').values()]
    const after = aWorld()
    after.service('web', { template })
    const calls = creates ? world.calls : []
    const declared = after.life().ports.store
    return changedIn([{ node: 'a', observed }], services, { store, declared, calls }).map(withoutIds)
  }

  it('is said by a plan to change the image as well, where it takes a new container', async () => {
    deepEqual(await said({ image: 'app:1', env: [{ name: 'A', value: 'b' }] }), [
      'the image of shop/web changes as well: on a, app:1 means another one by now than it runs (ID → ID)',
    ])
  })

  it('is said with several nodes if it has moved on that of the first new container, as the others run that image', async () => {
    const registry = { 'app:1': aBuild('a') }
    const world = aWorld({ images: {}, registry, nodes: ['a', 'b'] })
    world.service('web', { mode: 'Global', template: { image: 'app:1' } })
    await world.settle()
    const { store } = world.life().ports
    const services = [...store.list('Service').values()]
    world.host.byHand.loadImage('app:1', aBuild('c'))
    const observed = async (node: string) => ({ node, observed: await observedIn(world, node, { images: ['app:1'] }) })
    const nodes = [await observed('a'), await observed('b')]
    const after = aWorld()
    after.service('web', { mode: 'Global', template: { image: 'app:1', env: [{ name: 'A', value: 'b' }] } })
    const declared = after.life().ports.store
    const [create] = world.calls.filter(({ path }) => path.startsWith('/containers/create'))
    const made = (node: string, Image: string) =>
      ({ ...create, node, body: { ...Object(create?.body), Image } }) as PlannedCall
    const said = (...calls: readonly PlannedCall[]) => changedIn(nodes, services, { store, declared, calls }).length
    deepEqual(said(made('a', 'app:1'), made('b', `app@${aBuild('c').digest}`)), 1)
    deepEqual(said(made('b', 'app:1'), made('a', `app@${aBuild('a').digest}`)), 0)
  })

  it('is not said of a change in place, of another tag, nor of what ran before', async () => {
    deepEqual(await said({ image: 'app:1', env: [] }, { creates: false }), [])
    deepEqual(await said({ image: 'app:2' }), [])
    deepEqual(await said({ image: 'app:1' }), [])
  })
})
