import { deepEqual, equal } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { followTold } from '../../cli/local/waiting/told.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const FIRST = { HTTP_PROXY: 'http://me:hunter2@one:3128', http_proxy: 'http://me:hunter2@one:3128', NO_PROXY: 'x' }
const SECOND = { HTTP_PROXY: 'http://two:3128', http_proxy: 'http://two:3128' }

const template = (more: Partial<V1ServiceSpec['template']> = {}) => ({ template: { image: 'nginx', ...more } })

/** The environment of each container, by name. */
function variables({ host }: TestWorld): Readonly<Record<string, readonly string[]>> {
  const all = host.containers().map(({ Name, Config }) => [Name.replace(/^\//, ''), [...(Config.Env ?? [])].sort()])
  return Object.fromEntries(all.sort())
}

const lines = (proxies: Readonly<Record<string, string>>, ...own: readonly string[]) =>
  [...Object.entries(proxies).map(([name, value]) => `${name}=${value}`), ...own].sort()

/** A world whose config.json of docker has these proxies. */
function proxied(proxies: Readonly<Record<string, string>>): TestWorld {
  const world = aWorld()
  set(world, proxies)
  return world
}

function set({ host }: TestWorld, proxies: Readonly<Record<string, string>>): void {
  host.state.info = { ...host.state.info, proxies }
}

describe("proxies of docker's config.json", () => {
  it('are in each new container, but for what its service says of a variable, and are no drift (S8)', async () => {
    const world = proxied(FIRST)
    world.service('web', template({ env: [{ name: 'HTTP_PROXY', value: 'own' }, { name: 'NO_PROXY' }] }))
    world.service('other', template())
    equal(await world.settle(), 'quiet')
    const { http_proxy } = FIRST
    deepEqual(variables(world), {
      'shop-other-1': lines(FIRST),
      'shop-web-1': lines({ HTTP_PROXY: 'own', http_proxy }, 'NO_PROXY'),
    })
    world.newCalls()
    await world.restart()
    await world.settle()
    deepEqual(world.newCalls(), [])
  })

  it('are told to be missing where nobody could read them, once, as what is made without them is', async () => {
    const world = aWorld()
    const proxiesUnread = '/config.json was not read within 2 s'
    world.host.state.info = { ...world.host.state.info, proxiesUnread }
    const message = `what is made on a gets no proxies of docker's config.json: ${proxiesUnread}`
    const told = followTold(world.life().recorder, ['shop'], world.world.clock.now())
    world.service('web', { ...template(), replicas: 2 })
    const ofPlan = async () => (await planOf(world)).assumptions.filter((each) => each.includes('proxies'))
    equal(await world.settle(), 'quiet')
    deepEqual(told.take(), [{ type: 'warning', message }])
    await world.life().stop()
    deepEqual(await ofPlan(), [])
    world.service('web', { ...template(), replicas: 3 })
    deepEqual(await ofPlan(), [message])
  })

  it('are others for what is made later alone, also where the state is lost', async () => {
    const world = proxied(FIRST)
    world.service('web', template())
    equal(await world.settle(), 'quiet')
    set(world, SECOND)
    world.newCalls()
    await world.restart()
    await world.settle()
    deepEqual(world.newCalls(), [])
    world.service('web', { ...template(), replicas: 2 })
    equal(await world.settle(), 'quiet')
    deepEqual(variables(world), { 'shop-web-1': lines(FIRST), 'shop-web-2': lines(SECOND) })

    const lost = aWorld({ over: world.world })
    lost.service('web', { ...template(), replicas: 2 })
    equal(await lost.settle(), 'quiet')
    deepEqual(lost.newCalls(), [])
  })

  it('go with a variable that a service says no more, which makes another container', async () => {
    const world = proxied(FIRST)
    world.service('web', template({ env: [{ name: 'NO_PROXY', value: 'own' }] }))
    equal(await world.settle(), 'quiet')
    world.service('web', template())
    equal(await world.settle(), 'quiet')
    deepEqual(variables(world), { 'shop-web-1': lines(FIRST) })
  })

  it('are arguments of a build, and said in a plan, once for each node and with no value (S9)', async () => {
    const world = proxied(FIRST)
    world.service('web', {
      replicas: 2,
      template: {
        image: 'web:1',
        args: ['serve'],
        build: { context: '/srv', args: [{ name: 'NO_PROXY', value: 'own' }] },
      },
    })
    const { assumptions, calls } = await planOf(world)
    deepEqual(
      assumptions.filter((said) => said.includes('PROXY')),
      ["what is made on a gets HTTP_PROXY, NO_PROXY by the `proxies` of docker's config.json, unless it is declared"],
    )
    equal(await world.settle(), 'quiet')
    const [built] = world.calls.flatMap(({ path }) => (path.startsWith('/build?') ? [path] : []))
    deepEqual(JSON.parse(new URL(built ?? '', 'http://engine').searchParams.get('buildargs') ?? ''), {
      ...FIRST,
      NO_PROXY: 'own',
    })
    const written = (all: typeof calls) => all.map(({ path, body }) => JSON.stringify([path, body])).sort()
    deepEqual(written(calls), written(world.calls))
  })
})
