import { deepEqual, equal, match } from 'node:assert/strict'
import { unclaimedTasks } from '../../../controllers/node/unclaimed.ts'
import { removalWords } from '../../../controllers/ownership/removal-words.ts'
import {
  isStray,
  type RemovedBy,
  unclaimedService,
  unclaimedTasksOf,
} from '../../../controllers/ownership/unclaimed.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import type { ContainerState } from '../../../engine/types/container.ts'
import { aNetwork, aTask } from '../../support/builders.ts'
import { aWorld, RUNS, type TestWorld } from '../../support/world.ts'

function labelsOf(name: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    'reconcile.dev/installation': 'default',
    'reconcile.dev/kind': 'Service',
    'reconcile.dev/stack': 'shop',
    'reconcile.dev/name': name,
    ...more,
  }
}

const task = (name: string) => labelsOf('web', { 'reconcile.dev/task': name })

describe('whether this home knows whose a container is', () => {
  for (const { what, labels, state = 'running', unclaimed } of [
    { what: 'a task of a service that is here', labels: labelsOf('known') },
    { what: 'a task of a service that is not here', labels: labelsOf('web'), unclaimed: 'shop/web' },
    { what: 'one of another installation', labels: labelsOf('web', { 'reconcile.dev/installation': 'other' }) },
    { what: 'a one-off', labels: labelsOf('web', { 'reconcile.dev/kind': 'OneOff' }) },
    { what: 'one that somebody ran by hand', labels: undefined },
    { what: 'one that is not started yet', labels: task('new'), state: 'created', unclaimed: 'shop/web' },
    { what: 'what a create of this home made late', labels: task('late'), state: 'created' },
    { what: 'what it made late and takes away', labels: task('late'), state: 'removing' },
    { what: 'what it made late of a task that is gone', labels: task('gone'), state: 'created' },
    { what: 'one of that name that was started', labels: task('late'), unclaimed: 'shop/web' },
    { what: 'one of a name asked elsewhere', labels: task('elsewhere'), state: 'created', unclaimed: 'shop/web' },
  ] satisfies readonly {
    what: string
    labels: Readonly<Record<string, string>> | undefined
    state?: ContainerState
    unclaimed?: string
  }[])
    it(`${what}: ${unclaimed ?? 'no word of it'}`, () => {
      const a = aWorld({ nodes: ['a', 'b'] })
      const { ports } = a.life()
      a.service('known', { template: { image: 'nginx' } })
      for (const asked of ['Task/shop/late a', 'Task/shop/elsewhere b'])
        ports.store.putFact('unanswered', asked, ports.clock.now())
      ports.store.create('Task', { ...aTask(1, 'r1'), metadata: { name: 'gone', namespace: 'shop' } })
      ports.store.delete('Task', 'shop/gone')
      equal(unclaimedService({ node: 'a', labels, state }, ports), unclaimed)
    })

  for (const [status, wants] of [
    ['created', false],
    ['running', true],
    ['exited', true],
  ] as const)
    it(`is ${wants ? '' : 'not '}adopted by its service where it is ${status}, and an unanswered create was for its task`, () => {
      const { ports } = aWorld().life()
      ports.store.putFact('unanswered', 'Task/shop/late a', ports.clock.now())
      const container = { Id: 'c1', Name: '/shop-web-1', State: { Status: status } } as HostContainer
      equal(isStray({ node: 'a', container, taskKey: 'shop/late' }, ports), wants)
    })

  for (const { what, roots, name = 'web', words } of [
    {
      what: 'that no service can be called',
      roots: ['desired'],
      name: 'We b',
      words: /more, `docker rm -f odd` there/,
    },
    { what: 'of a stack that was applied', roots: ['desired'], words: /over; with --prune, an apply of all files/ },
    {
      what: 'of one of a watched directory',
      roots: ['desired', '/srv'],
      words: /any more, `docker rm -f shop-web-1` t/,
    },
    {
      what: 'of one of which nothing is here',
      roots: [],
      words: /any more, `reconcile delete --stack shop --prune` removes it$/,
    },
  ])
    it(`says what removes those ${what}`, async () => {
      const one = aWorld({ images: { 'app:1': RUNS } })
      if (name === 'web') one.service(name, { template: { image: 'app:1' } })
      else one.host.byHand.run('odd', { Image: 'app:1', Labels: labelsOf(name) })
      await one.settle()
      const other = aWorld({ over: one.world })
      for (const [index, root] of roots.entries()) {
        other.life().ports.store.putFact('source', `Service/shop/known${index}`, { root })
        other.service(`known${index}`, { replicas: 0 })
      }
      await other.settle()
      match(unclaimedTasks(unclaimedTasksOf(other.life().ports))?.message ?? '', words)
    })

  it('says what removes those of several stacks, and leaves the names of many out', () => {
    const found = (stack: string, goesBy: RemovedBy) =>
      [1, 2, 3].map((slot) => ({ name: `${stack}-web-${slot}`, service: `${stack}/web`, goesBy }))
    equal(
      removalWords([...found('shop', 'apply'), ...found('blog', 'hand')]),
      'of shop: with --prune, an apply of all files of its stack removes it; ' +
        'of blog: where no file has it any more, `docker rm -f blog-web-1 blog-web-2 blog-web-3` there removes it',
    )
    match(removalWords([...found('blog', 'hand'), ...found('wiki', 'hand')]), /`docker rm -f NAME` there/)
    match(
      removalWords([...found('blog', 'delete'), ...found('wiki', 'delete')]),
      /`reconcile delete --stack blog --prune`, `reconcile delete --stack wiki --prune` removes it$/,
    )
  })

  it('says the first names of many', () => {
    const found = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
      name: `shop-${name}-1`,
      service: `shop/${name}`,
      goesBy: 'apply' as const,
    }))
    match(
      unclaimedTasks(found)?.message ?? '',
      /^there is shop-a-1, shop-b-1, shop-c-1 and 2 more of Service\/shop\/a, Service\/shop\/b, Service\/shop\/c and 2 more, of which/,
    )
    equal(unclaimedTasks([]), undefined)
  })
})

describe('what another home runs on a node', () => {
  const images = { 'app:1': RUNS }
  const said = ({ life }: TestWorld) =>
    life()
      .ports.store.get('Node', 'a')
      ?.status?.conditions?.find(({ type }) => type === 'UnclaimedTasks')?.message

  it('stands on the node until it is gone', async () => {
    const one = aWorld({ images })
    const other = aWorld({ over: one.world, images })
    await other.settle()
    equal(said(other), undefined)
    one.service('web', { template: { image: 'app:1' } })
    await one.settle()
    match(said(other) ?? '', /^there is shop-web-1 of Service\/shop\/web, of which this home knows nothing/)
    equal(said(one), undefined)
    one.life().ports.store.delete('Service', 'shop/web')
    await one.settle()
    equal(said(other), undefined)
  })

  it('stands there until its files are applied here', async () => {
    const one = aWorld({ images })
    one.service('web', { template: { image: 'app:1' } })
    await one.settle()
    await one.life().stop()
    const other = aWorld({ over: one.world, images })
    await other.settle()
    match(said(other) ?? '', /^there is shop-web-1/)
    other.service('web', { template: { image: 'app:1' } })
    await other.settle()
    equal(said(other), undefined)
  })

  it('is not said before its host is listed', async () => {
    const one = aWorld({ images })
    one.service('web', { template: { image: 'app:1' } })
    await one.settle()
    await one.life().stop()
    one.host.crash()
    const other = aWorld({ over: one.world, images })
    await other.settle(1_000)
    equal(said(other), undefined)
    one.host.restart()
    other.world.clock.after(60_000, () => {}) // an engine that is asked again later is no work under way
    await other.settle(60_000)
    match(said(other) ?? '', /^there is shop-web-1/)
  })

  const front = { ...aNetwork(), metadata: { name: 'front', namespace: 'shop' } }

  it('keeps a network that both have, and no deletion here waits for that', async () => {
    const one = aWorld({ images })
    one.service('web', { template: { image: 'app:1', networks: [{ network: 'front' }] } })
    one.service('db', { template: { image: 'app:1', networks: [{ network: 'front' }] } })
    one.declare(front)
    await one.settle()
    await one.life().stop()
    const other = aWorld({ over: one.world, images })
    other.service('web', { template: { image: 'app:1', networks: [{ network: 'front' }] } })
    other.declare(front)
    await other.settle()
    const { store } = other.life().ports
    store.delete('Service', 'shop/web')
    store.delete('Network', 'shop/front')
    await other.settle()
    equal(store.get('Network', 'shop/front'), undefined)
    const networks = other.newCalls().filter((call) => call.includes('/networks'))
    deepEqual(networks, [])
    deepEqual(other.containers(), ['shop-db-1 running'])
  })
})
