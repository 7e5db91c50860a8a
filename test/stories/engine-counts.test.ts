import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1RestartPolicy, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { restartPolicyBody } from '../../engine/container/restart.ts'
import { planOf } from '../support/plan-of.ts'
import { aRunning, aWorld, RUNS, type TestWorld } from '../support/world.ts'

const HOUR = 3_600_000
const crashes = { config: { Cmd: ['serve'] }, behaviour: { exitsAfterMs: 1_500, exitCode: 3 } }
const images = { crashes, nginx: RUNS }
const GAVE_UP = ['Failed', 'GaveUp', 'it exited with 3; 3 restarts did not help, the policy allows 3']

function limited(image: string, more: Partial<V1TaskTemplate> = {}): { template: V1TaskTemplate } {
  return { template: { image, restartPolicy: { condition: 'OnFailure', maxAttempts: 3 }, ...more } }
}

function told(world: TestWorld): readonly unknown[] {
  const { phase, reason, message } = world.tasks()[0]?.status ?? {}
  return [phase, reason, message]
}

/** The state of the one container, with the restarts that the engine counts. */
function counted(world: TestWorld): readonly unknown[] {
  return world.host.containers().map(({ State, RestartCount }) => [State.Status, RestartCount])
}

const starts = (world: TestWorld) => world.newCalls().filter((call) => call.endsWith('/start')).length

/** Ends the process of a running `shop/web` so often, each time once it runs again. */
async function crash(world: TestWorld, times: number): Promise<void> {
  for (let done = 0; done < times; done++) {
    world.host.byHand.exit('shop-web-1', 3)
    await world.pass(HOUR)
  }
}

describe('attempts that the engine counts', () => {
  it('are its own: it restarts as often as allowed, and the task fails then', async () => {
    const world = aWorld({ images })
    world.service('web', limited('crashes'))
    await world.pass(HOUR)
    deepEqual(told(world), GAVE_UP)
    deepEqual(counted(world), [['exited', 3]])
    equal(starts(world), 1)
  })

  it('are used up while nobody watches, which the next look says', async () => {
    const world = aWorld({ images })
    world.service('web', limited('crashes'))
    await world.pass(1_000)
    await world.life().stop()
    await world.pass(HOUR)
    deepEqual(counted(world), [['exited', 3]])
    await world.restart()
    await world.pass(HOUR)
    deepEqual(told(world), GAVE_UP)
    equal(starts(world), 1)
  })

  it('are known after all that was kept is lost', async () => {
    const first = aWorld({ images })
    first.service('web', limited('crashes'))
    await first.pass(1_000)
    await first.life().stop()
    await first.pass(HOUR)
    const world = aWorld({ images, over: first.world })
    world.service('web', limited('crashes'))
    await world.pass(HOUR)
    deepEqual(told(world), GAVE_UP)
    deepEqual(world.newCalls(), [])
  })

  it('are left to it while it waits for the next', async () => {
    const world = aWorld({ images })
    world.service('web', limited('crashes', { restartPolicy: { condition: 'OnFailure', maxAttempts: 12 } }))
    await world.settle(60_000)
    world.newCalls()
    while (world.containers()[0] !== 'shop-web-1 restarting') await world.settle(200)
    await world.settle(200)
    deepEqual([told(world)[0], told(world)[2]], ['Starting', 'it exited with 3; the engine restarts it'])
    deepEqual(world.newCalls(), [])
  })

  it('are none where it ends with 0', async () => {
    const world = await aRunning(limited('nginx'), { images })
    await crash(world, 2)
    world.host.byHand.exit('shop-web-1', 0)
    await world.pass(HOUR)
    deepEqual(told(world).slice(0, 2), ['Completed', 'Completed'])
  })

  for (const verb of ['stop', 'kill'] as const)
    it(`begin anew after a ${verb} by hand, of its last run too, which is healed`, async () => {
      const world = await aRunning(limited('nginx'), { images })
      await crash(world, 3)
      deepEqual(counted(world), [['running', 3]])
      world.host.byHand[verb]('shop-web-1')
      await world.pass(HOUR)
      deepEqual([told(world)[0], counted(world)], ['Running', [['running', 0]]])
      await crash(world, 4)
      deepEqual(told(world), GAVE_UP)
    })

  it('begin anew after a restart for the sake of another', async () => {
    const world = aWorld({ images })
    world.service('web', limited('nginx', { networkMode: 'service:vpn' }))
    world.service('vpn', {})
    await world.pass(60_000)
    await crash(world, 3)
    world.host.byHand.exit('shop-vpn-1', 1)
    await world.pass(HOUR)
    const web = world.host.containers().find(({ Name }) => Name === '/shop-web-1')
    deepEqual([web?.State.Status, web?.RestartCount], ['running', 0])
    await crash(world, 3)
    equal(world.tasks().find(({ spec }) => spec.service === 'web')?.status?.phase, 'Running')
  })

  it('begin anew after a reboot, also of what was in its last run', async () => {
    const world = await aRunning(limited('nginx'), { images })
    await crash(world, 3)
    world.host.crash()
    await world.pass(20_000)
    world.host.restart()
    await world.pass(HOUR)
    deepEqual([told(world)[0], counted(world)], ['Running', [['running', 0]]])
    equal(starts(world), 1)
  })

  it('are no outcome where the engine was refused a restart: that is tried on', async () => {
    const world = aWorld({ images })
    world.service('vpn', {})
    world.service('web', limited('nginx', { networkMode: 'service:vpn' }))
    await world.pass(60_000)
    world.host.byHand.remove('shop-vpn-1')
    world.host.byHand.exit('shop-web-1', 3)
    await world.pass(HOUR)
    deepEqual(world.containers(), ['shop-vpn-1 running', 'shop-web-1 running'])
  })

  it('are as many for a health check that fails, with those of the engine since its last start', async () => {
    const healthcheck = { test: ['CMD', 'true'], intervalSeconds: 1 }
    const world = await aRunning(limited('nginx', { healthcheck }), { images })
    const fall = async () => {
      world.host.byHand.setHealth('shop-web-1', 'unhealthy')
      await world.pass(HOUR)
      return told(world).slice(0, 2)
    }
    await crash(world, 1)
    deepEqual(await fall(), ['Running', 'Healthy'])
    deepEqual(counted(world), [['running', 0]])
    deepEqual(await fall(), ['Running', 'Healthy'])
    await crash(world, 1)
    world.host.byHand.setHealth('shop-web-1', 'unhealthy')
    await world.settle(1_000)
    deepEqual(told(world).slice(0, 2), ['Starting', 'GaveUp'])
    match(`${told(world)[2]}`, /^its health check fails: .*; 3 restarts did not help, the policy allows 3$/)
  })
})

describe('a limit of attempts that is changed', () => {
  const onFailure = (maxAttempts?: number): V1RestartPolicy => ({
    condition: 'OnFailure',
    ...(maxAttempts === undefined ? {} : { maxAttempts }),
  })
  for (const [was, is, words] of [
    [onFailure(3), onFailure(5), 'limit of restarts is 3, declared 5'],
    [onFailure(3), onFailure(), 'limit of restarts is 3, not declared'],
    [onFailure(), onFailure(3), 'limit of restarts is not set, declared 3'],
    [onFailure(3), { condition: 'Always' }, 'restart policy is on-failure, declared always'],
    [onFailure(3), { ...onFailure(3), delaySeconds: 1 }, 'restart policy is on-failure, declared no'],
    [{ ...onFailure(3), delaySeconds: 1 }, onFailure(3), 'restart policy is no, declared on-failure'],
  ] satisfies [V1RestartPolicy, V1RestartPolicy, string][])
    it(`is changed in place: ${words}`, async () => {
      const world = await aRunning(limited('nginx', { restartPolicy: was }), { images })
      world.service('web', limited('nginx', { restartPolicy: is }))
      await world.pass(60_000)
      const { Name, MaximumRetryCount } = restartPolicyBody(is)
      deepEqual(
        world.newCalls().map((path) => path.split('/').at(-1)),
        ['update'],
      )
      const { reason, body } = world.calls.at(-1) ?? {}
      deepEqual([reason, body], [words, { RestartPolicy: { Name, MaximumRetryCount: MaximumRetryCount ?? 0 } }])
    })
})

describe('a container of before, of which the engine does not count', () => {
  async function ofBefore(): Promise<TestWorld> {
    const world = await aRunning(limited('nginx'), { images })
    await world.life().stop()
    world.host.byHand.update('shop-web-1', { RestartPolicy: { Name: 'no', MaximumRetryCount: 0 } })
    await world.settle()
    return world
  }

  it('is changed in place, as its plan says', async () => {
    const world = await ofBefore()
    const { calls } = await planOf(world)
    deepEqual(
      calls.map(({ method, path, body }) => [method, path.split('/').at(-1), body]),
      [['POST', 'update', { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 } }]],
    )
    await world.restart()
    await world.pass(HOUR)
    match(world.newCalls().join(), /^POST \/containers\/[^/]+\/update$/)
    deepEqual(world.host.containers()[0]?.HostConfig.RestartPolicy, { Name: 'on-failure', MaximumRetryCount: 3 })
  })

  it('is started by us where it ended, and then counted by the engine', async () => {
    const world = await ofBefore()
    world.host.byHand.exit('shop-web-1', 3)
    await world.settle()
    await world.restart()
    await world.pass(HOUR)
    deepEqual([told(world)[0], counted(world)], ['Running', [['running', 0]]])
    await crash(world, 3)
    deepEqual([told(world)[0], counted(world)], ['Running', [['running', 3]]])
  })
})
