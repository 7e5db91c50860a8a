import { deepEqual, equal, match, ok } from 'node:assert/strict'
import type { RegistryImage } from '../../engine/simulated/behaviour.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const healthcheck = { test: ['CMD', 'curl', '-f', 'localhost'], intervalSeconds: 1, retries: 2 }
const REFUSED = 'curl: (7) Failed to connect to localhost port 80'

/** Never healthy, and ended only by a kill. */
function sick(checkOutput = `  % Total\r  0\n${REFUSED}\n`): RegistryImage {
  return { config: { Cmd: ['serve'] }, behaviour: { neverHealthy: true, ignoresTerm: true, checkOutput } }
}

function aWorldWith(app: RegistryImage): TestWorld {
  const world = aWorld({ images: { app, nginx: RUNS } })
  world.service('web', { template: { image: 'app', healthcheck } })
  return world
}

/** Everything that is said of the service and its task while time runs, each once. */
async function saidDuring(world: TestWorld, ms: number): Promise<readonly string[]> {
  const said = new Set<string>()
  for (let passed = 0; passed < ms; passed += 250) {
    await world.settle(250)
    const ready = world.serviceNamed('web')?.status?.conditions?.find(({ type }) => type === 'Ready')
    said.add(ready?.message ?? '')
    for (const { status } of world.tasks()) said.add(status?.message ?? '')
  }
  return [...said]
}

const rolloutOf = (world: TestWorld) => world.serviceNamed('web')?.status?.rollout

describe('a container that its failing health check ends', () => {
  it('is told by the check, with what it said, at every step and in the outcome', async () => {
    const world = aWorldWith(sick())
    const said = await saidDuring(world, 70_000)
    const events = world.life().recorder.events()
    deepEqual(
      [...said, ...events.map(({ message }) => message)].filter((text) => text.includes('137')),
      [],
    )
    equal(rolloutOf(world)?.state, 'Stalled')
    match(
      rolloutOf(world)?.message ?? '',
      /^task web-1-\w+: its health check failed: .*curl: \(7\).*; it was restarted$/,
    )
    ok(
      said.some((text) =>
        text.startsWith(`it runs, and its health check has not passed yet; before, its health check`),
      ),
    )
    const unhealthy = events.filter(({ reason }) => reason === 'Unhealthy')
    ok(unhealthy.length > 0 && unhealthy.every(({ type, message }) => type === 'Warning' && message.includes(REFUSED)))
  })

  it('fails an update with the words of the check', async () => {
    const world = aWorldWith(RUNS)
    await world.settle()
    world.host.byHand.addImage('bad', sick())
    world.service('web', { template: { image: 'bad', healthcheck } })
    await world.settle(20_000)
    equal(rolloutOf(world)?.state, 'Stalled')
    match(rolloutOf(world)?.message ?? '', /its health check fails: .*curl: \(7\) Failed to connect/)
  })

  it('says nothing of it any more when it has run well for a while', async () => {
    const world = aWorldWith(RUNS)
    await world.settle()
    world.host.byHand.setHealth('shop-web-1', 'unhealthy')
    await world.settle(1_000)
    match(world.tasks()[0]?.status?.lastFailure ?? '', /^its health check failed: exit code 1, without a word$/)
    world.world.clock.after(60_000, () => {})
    await world.settle()
    const { message, lastFailure, health } = world.tasks()[0]?.status ?? {}
    deepEqual(
      { message, lastFailure, health },
      { message: 'its health check passes', lastFailure: undefined, health: undefined },
    )
  })

  it('quotes a bounded piece, and nothing that looks secret (S9)', async () => {
    const world = aWorldWith(sick(`${'x'.repeat(9_000)}\nGET http://me:hunter2@db/ failed, DB_PASSWORD=hunter2\n`))
    const said = await saidDuring(world, 30_000)
    ok(said.every((text) => text.length < 700))
    const everything = JSON.stringify([said, world.tasks(), world.serviceNamed('web'), world.life().recorder.events()])
    equal(everything.includes('hunter2'), false)
  })
})
