import assert from 'node:assert/strict'
import fc from 'fast-check'
import { isEngineError } from '../../engine/errors.ts'
import type { HostState } from '../../engine/simulated/state.ts'
import { type Deed, deeds, doDeed, opening } from '../contract/deeds.ts'
import { simulatedWorld, type World } from './simulated-world.ts'
import { inShare } from '../support/share.ts'

type Fault = 'hang' | 'crash' | 'drop' | 'quiet' | 'pause'
type Step = { readonly deed: Deed; readonly wait: boolean } | { readonly fault: Fault }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ deed: deeds, wait: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ fault: fc.constantFrom<Fault>('hang', 'crash', 'drop', 'quiet', 'pause') }) },
)

describe('a simulated host, whatever is asked of it', () => {
  for (const apiVersion of ['1.41', '1.51']) {
    it(`stays consistent, and answers everything with a result or an engine's error (API ${apiVersion})`, async function () {
      this.timeout(60_000)
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.nat(), async (steps, seed) => {
          const world = simulatedWorld({ seed, apiVersion, images: { 'web:1': { config: { Cmd: ['web'] } } } })
          const answers: Promise<unknown>[] = []
          const begin = opening.map((deed) => ({ deed, wait: true }))
          for (const one of [...begin, ...steps]) {
            if ('fault' in one) await suffer(world, one.fault)
            else {
              const answer = doDeed(world.engine, one.deed, { image: 'web:1', run: world.run })
              answers.push(answer.catch((error) => assert.ok(isEngineError(error), `${error?.stack}`)))
              if (one.wait) await world.settle(answer.catch(() => undefined))
            }
            checkConsistency(world.host.state)
          }
          await world.quiet()
          await Promise.all(answers)
          checkConsistency(world.host.state)
        }),
        { numRuns: inShare(100, 1000) },
      )
    })
  }
})

async function suffer(world: World, fault: Fault): Promise<void> {
  if (fault === 'drop') world.host.loseEvent(1)
  if (fault === 'quiet') await world.quiet()
  if (fault === 'pause' && world.states()['deed-a'] === 'running') world.host.byHand.pause('deed-a')
  if (fault === 'hang') {
    world.host.hang()
    await world.pass(2000)
    world.host.thaw()
  }
  if (fault === 'crash') {
    world.host.crash()
    await world.pass(100)
    world.host.restart()
  }
}

/** The invariants that hold after any order of calls. */
function checkConsistency(host: HostState): void {
  assert.equal(host.names.size, host.containers.size)
  for (const container of host.containers.values()) {
    assert.equal(host.names.get(container.name), container.id)
    const up = ['running', 'paused', 'restarting'].includes(container.state)
    assert.equal(container.process !== undefined, up, `${container.state} with${up ? 'out' : ''} a process`)
    assert.equal(container.paused, container.state === 'paused')
    const runs = container.state === 'running' || container.state === 'paused'
    const attached = runs && !container.hostConfig.NetworkMode?.startsWith('container:')
    for (const { live, networkId } of container.endpoints) {
      assert.equal(live !== undefined, attached, `${container.name} is ${container.state}`)
      assert.equal(host.networks.get(networkId)?.attached.has(container.id) ?? false, attached)
    }
    for (const { Name: name } of container.mounts) {
      if (name !== undefined) assert.ok(host.volumes.get(name)?.users.has(container.id))
    }
    assert.ok(host.images.get(container.imageId)?.users.has(container.id) ?? true)
  }
  checkOthers(host)
}

function checkOthers(host: HostState): void {
  for (const network of host.networks.values()) {
    const addresses = [...network.attached.values()].map((endpoint) => endpoint.live?.ip).filter((ip) => ip !== '')
    assert.equal(new Set(addresses).size, addresses.length)
    for (const id of network.attached.keys()) assert.ok(host.containers.has(id))
    if (network.pool !== undefined) assert.equal(network.pool.used.size, addresses.length + 1)
  }
  for (const volume of host.volumes.values()) for (const id of volume.users) assert.ok(host.containers.has(id))
  for (const id of host.ports.values()) {
    const state = host.containers.get(id)?.state
    assert.ok(state === 'running' || state === 'paused', `a port is held by what is ${state}`)
  }
}
