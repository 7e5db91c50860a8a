import { deepEqual, equal, match } from 'node:assert/strict'
import { makerFor } from '../../controllers/adoption/maker-for.ts'
import { consent } from '../../controllers/adoption/records.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import { unmetIn } from '../../plan/unmet.ts'
import { composeProject } from '../support/compose-project.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld, type TestWorld, type TestWorldOptions } from '../support/world.ts'

const template = { image: 'nginx', networkMode: 'host', restartPolicy: { condition: 'Always' as const } }
const host = { body: { HostConfig: { NetworkMode: 'host' }, NetworkingConfig: { EndpointsConfig: {} } } }
const v1 = (number: number) => ({ ...host, number, name: `shop_web_${number}` })

/** Two hosts, of which only `a` has what docker compose left, or one. */
function aProject(options: TestWorldOptions = {}) {
  const a = aWorld(options)
  return { a, compose: composeProject(a.host), hosts: [...a.world.hosts.values()] }
}

const running = (hosts: readonly SimulatedHost[]) =>
  hosts.flatMap((each) => each.containers().map(({ Name, State }) => `${Name.slice(1)} ${State.Status}`))

const creates = (a: TestWorld) => a.newCalls().filter((call) => call.includes('/containers/create'))

const onB = { placement: { constraints: ['node.name==b'] } }

describe('a service that docker compose runs under another name', () => {
  it('is held, in words, with nothing made beside it, and is made when that has gone (S4)', async () => {
    const { a, compose } = aProject()
    compose.container('web', v1(1))
    a.service('web', { template })
    await a.settle(30_000)
    deepEqual(a.containers(), ['shop_web_1 running'])
    deepEqual(creates(a), [])
    const [task] = a.tasks()
    equal(task?.status?.reason, 'NameTaken')
    match(task.status.message ?? '', /container shop_web_1 on a runs web already.*`reconcile adopt shop`/)
    match(task.status.message ?? '', /`docker rm -f shop_web_1`.*another name/)
    deepEqual(task.status.maker, { project: 'shop' })
    a.host.byHand.remove('shop_web_1')
    equal(await a.settle(), 'quiet')
    deepEqual(a.containers(), ['shop-web-1 running'])
    equal(a.tasks()[0]?.status?.maker, undefined)
  })

  for (const [whose, labels, maker] of [
    ['docker compose', { 'com.docker.compose.project': 'shop' }, { project: 'shop' }],
    [
      'another installation',
      { 'com.docker.compose.project': 'shop', 'reconcile.dev/installation': 'two', 'reconcile.dev/stack': 'other' },
      { installation: 'two', stack: 'other' },
    ],
    ['nobody knows whom', {}, undefined],
  ] as const)
    it(`waits for the network or the name that ${whose} made, and says who did`, async () => {
      for (const isNetwork of [true, false]) {
        const { a } = aProject()
        if (isNetwork) a.host.byHand.createNetwork({ Name: 'shop_default', Labels: labels })
        else a.host.byHand.run('shop-web-1', { Image: 'nginx', Labels: labels })
        a.service('web', isNetwork ? {} : { template })
        await a.settle(5_000)
        const [task] = a.tasks()
        deepEqual(task?.status?.reason, isNetwork ? 'WaitingForNetwork' : 'NameTaken')
        const { ports } = a.life()
        for (const object of [...ports.store.list('Network').values(), a.serviceNamed('web')])
          deepEqual(object && makerFor(object, a.tasks()), maker)
        const unmet = unmetIn(ports, { said: new Set(), unplaced: new Map() })
        deepEqual(new Set(unmet.map((each) => each.maker)), new Set([maker]))
      }
    })

  it('is held on all nodes, however few of its replicas have a name that is taken, and may be adopted then', async () => {
    const { a, compose, hosts } = aProject({ nodes: ['a', 'b'] })
    compose.container('web', { ...host, number: 1 })
    a.service('web', { replicas: 3, template })
    await a.settle(30_000)
    deepEqual(running(hosts), ['shop-web-1 running'])
    deepEqual(
      a.tasks().map(({ status }) => status?.reason),
      ['NameTaken', 'NameTaken', 'NameTaken'],
    )
    const [before] = a.host.containers()
    consent(a.life().ports.store, 'shop', a.world.clock.now())
    equal(await a.settle(), 'quiet')
    equal(running(hosts).length, 3)
    equal(
      a.host.containers().some(({ Id }) => Id === before?.Id),
      true,
    )
  })

  it('is held where it is to run on another node only, until that stops', async () => {
    const { a, compose, hosts } = aProject({ nodes: ['a', 'b'] })
    compose.container('web', v1(1))
    a.service('web', { template, ...onB })
    await a.settle(30_000)
    deepEqual(running(hosts), ['shop_web_1 running'])
    match(a.tasks()[0]?.status?.message ?? '', /container shop_web_1 on a runs web already/)
    a.host.byHand.stop('shop_web_1')
    equal(await a.settle(), 'quiet')
    deepEqual(running(hosts), ['shop_web_1 exited', 'shop-web-1 running'])
  })

  it('is held after a restart too, whichever host is listed first', async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const { a, compose, hosts } = aProject({ nodes: ['a', 'b'], seed })
      compose.container('web', v1(1))
      a.service('web', { template, ...onB })
      await a.settle(30_000)
      await a.restart()
      await a.settle(30_000)
      deepEqual(running(hosts), ['shop_web_1 running'])
      equal(a.tasks()[0]?.status?.reason, 'NameTaken')
    }
  })

  it('is held while a host that may run it is yet to be listed, as after a restart', async () => {
    const { a, compose, hosts } = aProject({ nodes: ['a', 'b'] })
    compose.container('web', v1(1))
    a.service('web', { template, ...onB })
    await a.settle(30_000)
    a.host.hang()
    await a.restart()
    await a.pass(3_000)
    deepEqual(running(hosts), ['shop_web_1 running'])
    a.host.thaw()
    await a.settle(30_000)
    deepEqual(running(hosts), ['shop_web_1 running'])
    equal(a.tasks()[0]?.status?.reason, 'NameTaken')
  })

  it('is made where the host that runs it has never answered since the start: what it runs is not known', async () => {
    const { a, compose } = aProject({ nodes: ['a', 'b'] })
    compose.container('web', v1(1))
    a.host.crash()
    a.service('web', { template, ...onB })
    await a.settle(60_000)
    equal(a.tasks()[0]?.status?.phase, 'Running')
    a.host.restart()
    await a.settle(60_000)
    equal(a.tasks()[0]?.status?.phase, 'Running')
  })

  it('is held while the host that ran it when it was last listed does not answer', async () => {
    const { a, compose, hosts } = aProject({ nodes: ['a', 'b'] })
    compose.container('web', v1(1))
    await a.settle()
    a.host.crash()
    await a.pass(60_000)
    a.service('web', { template, ...onB })
    await a.pass(60_000)
    deepEqual(running(hosts), ['shop_web_1 exited'])
    equal(a.tasks()[0]?.status?.reason, 'NameTaken')
  })

  it('is held while its engine starts it again and again, until somebody stops that', async () => {
    const { a, compose } = aProject()
    compose.container('web', v1(1))
    a.service('web', { template })
    await a.settle(30_000)
    for (let ends = 0; ends < 3; ends++) {
      a.host.byHand.exit('shop_web_1', 1)
      await a.pass(5_000)
      deepEqual(creates(a), [])
    }
    a.host.byHand.exit('shop_web_1', 1)
    await a.pass(50)
    deepEqual(a.containers(), ['shop_web_1 restarting'])
    a.host.byHand.stop('shop_web_1')
    equal(await a.settle(), 'quiet')
    deepEqual(a.containers(), ['shop-web-1 running', 'shop_web_1 exited'])
  })

  it('is planned as it is applied', async () => {
    const { a, compose } = aProject()
    compose.container('web', v1(1))
    await a.settle()
    await a.life().stop()
    a.service('web', { template })
    const { calls, unmet } = await planOf(a, { interest: { projects: new Set(['shop']) } })
    deepEqual(
      calls.filter(({ path }) => path.includes('/containers/')),
      [],
    )
    match(JSON.stringify(unmet), /shop_web_1 on a runs web already/)
  })

  it('is made beside what does no work of it: one-offs, what has stopped, other services, projects and installations', async () => {
    const { a, compose } = aProject()
    compose.container('web', { ...host, name: 'shop_web_run_1', oneoff: true })
    compose.container('web', { ...host, name: 'blog_web_1', project: 'blog' })
    compose.container('cron', { ...host, name: 'shop_cron_1' })
    const Labels = { 'reconcile.dev/installation': 'other', 'reconcile.dev/stack': 'shop', 'reconcile.dev/name': 'web' }
    compose.container('web', { name: 'theirs', body: { ...host.body, Labels } })
    compose.container('web', {
      name: 'of-a-swarm',
      body: { ...host.body, Labels: { 'com.docker.swarm.service.name': 'w' } },
    })
    compose.container('web', v1(2))
    a.host.byHand.stop('shop_web_2')
    a.service('web', { template })
    equal(await a.settle(), 'quiet')
    equal(a.serviceNamed('web')?.status?.readyReplicas, 1)
  })
})
