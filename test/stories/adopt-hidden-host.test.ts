import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { consent } from '../../controllers/adoption/records.ts'
import { composeProject } from '../support/compose-project.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const template = { image: 'nginx', restartPolicy: { condition: 'Always' as const } }

/** A stack that is adopted while `b`, where docker compose runs it, is off: after its first list, or from the start. */
async function adoptedWhileOff(isListed: boolean): Promise<TestWorld> {
  const world = aWorld({ nodes: ['a', 'b'] })
  const host = hostB(world)
  const compose = composeProject(host)
  compose.network()
  compose.container('web')
  if (isListed) await world.settle(5_000)
  host.crash()
  if (isListed) await world.settle(12_000)
  consent(world.life().ports.store, 'shop', world.world.clock.now())
  world.service('web', { template })
  await world.settle(10_000)
  return world
}

const hostB = ({ world }: TestWorld) => world.hosts.get('b') as NonNullable<ReturnType<typeof world.hosts.get>>

const running = ({ world }: TestWorld) =>
  [...world.hosts].flatMap(([node, host]) =>
    host.containers().map(({ Name, State }) => `${node}${Name} ${State.Status}`),
  )

const said = (world: TestWorld, type: string) => getCondition(world.serviceNamed('web')?.status?.conditions, type)
const readyOf = (world: TestWorld) => said(world, 'Ready')

for (const isListed of [true, false])
  describe(`a project on a host that is silent as it is adopted, ${isListed ? 'after its first list' : 'from the start'}`, () => {
    it('is not made a second time, says what it waits for, and is taken over once that is back', async () => {
      const world = await adoptedWhileOff(isListed)
      equal(readyOf(world)?.reason, 'WaitingForAdoption')
      match(readyOf(world)?.message ?? '', /what others made for it is looked for first: b does not answer: /)
      const before = hostB(world)
        .containers()
        .map(({ Id }) => Id)
      hostB(world).restart()
      equal(await world.settle(), 'quiet')
      deepEqual(running(world), ['b/shop-web-1 running'])
      deepEqual(
        hostB(world)
          .containers()
          .map(({ Id }) => Id),
        before,
      )
      deepEqual([readyOf(world)?.status, said(world, 'RunsBeside')], ['True', undefined])
    })

    it('is made elsewhere once that is lost (S5), and is told of when it is back, until it has gone (S4)', async () => {
      const world = await adoptedWhileOff(isListed)
      await world.settle(200_000)
      deepEqual(running(world).slice(0, 1), ['a/shop-web-1 running'])
      hostB(world).restart()
      await world.pass(60_000)
      deepEqual(running(world), ['a/shop-web-1 running', 'b/shop-web-1 running'])
      match(said(world, 'RunsBeside')?.message ?? '', /^docker compose runs shop-web-1 on b beside it.*`docker rm -f/)
      hostB(world).byHand.remove('shop-web-1')
      await world.pass(1_000)
      equal(said(world, 'RunsBeside'), undefined)
    })
  })

describe('a project of which nothing can be taken over yet', () => {
  it('is not said to run beside its service, as to remove it would be wrong', async () => {
    const world = aWorld()
    const compose = composeProject(world.host)
    compose.network()
    compose.container('web')
    consent(world.life().ports.store, 'shop', world.world.clock.now())
    world.service('web', { template: { ...template, secrets: [{ secret: 'token', target: '/run/secrets/token' }] } })
    await world.settle(20_000)
    deepEqual([readyOf(world)?.reason, said(world, 'RunsBeside')], ['WaitingForSecret', undefined])
  })

  it('is once it was looked for, where the service has its task already', async () => {
    const world = aWorld()
    world.service('web', { template })
    await world.settle()
    composeProject(world.host).container('web', { name: 'shop_web_1' })
    await world.settle()
    equal(said(world, 'RunsBeside'), undefined)
    consent(world.life().ports.store, 'shop', world.world.clock.now())
    await world.settle()
    match(said(world, 'RunsBeside')?.message ?? '', /^docker compose runs shop_web_1 on a beside it/)
  })
})
