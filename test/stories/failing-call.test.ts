import { equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { aWorld } from '../support/world.ts'

/** An engine that fails at a verb, for as long as `fails` says so. */
function failingAt(verb: string, fails: () => boolean) {
  return (engine: Engine) =>
    wrapEngine(engine, async (call, next) => {
      if (call.verb !== verb || !fails()) return await next()
      throw new EngineError('Busy', { node: 'a', tried: `do ${verb}`, detail: 'no exit event' })
    })
}

describe('a call that fails for what is not the affair of its task', () => {
  it('is why a task does not go, for as long as it fails', async () => {
    let fails = true
    const world = aWorld({ wrapEngine: failingAt('stopContainer', () => fails) })
    world.service('web', {})
    await world.settle()
    world.life().ports.store.delete('Service', 'shop/web')
    await world.settle(60_000)
    const [task] = world.tasks()
    match(task?.status?.message ?? '', /^it is not wanted any more; .*do stopContainer on a: no exit event/)
    equal(getCondition(task?.status?.conditions, 'CallFailing')?.reason, 'CallFailed')
    const ready = getCondition(world.serviceNamed('web')?.status?.conditions, 'Ready')
    match(ready?.message ?? '', /^a task is still there; web-1-.*do stopContainer on a: no exit event/)
    const said = world.life().recorder.events()
    equal(said.filter(({ reason }) => reason === 'Stopping').length, 1)
    fails = false
    equal(await world.settle(), 'quiet')
    equal(world.containers().length, 0)
  })

  it('ends the rollout that waits for it: to try again is no progress', async () => {
    const world = aWorld({ wrapEngine: failingAt('createContainer', () => true) })
    world.service('web', { progressDeadlineSeconds: 60 })
    await world.settle(50_000)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Progressing')
    await world.settle(20_000)
    const rollout = world.serviceNamed('web')?.status?.rollout
    equal(rollout?.state, 'Stalled')
    match(rollout?.message ?? '', /^no progress for 60 s: .*do createContainer on a: no exit event/)
  })

  it('is forgotten with what it was for', async () => {
    const world = aWorld({ wrapEngine: failingAt('updateContainer', () => true) })
    world.service('web', { template: { image: 'nginx', resources: { limits: { memoryBytes: 128 << 20 } } } })
    await world.settle()
    world.host.byHand.update('shop-web-1', { Memory: 64 << 20 })
    await world.settle(20_000)
    match(world.tasks()[0]?.status?.message ?? '', /declared 128 MiB; do updateContainer on a/)
    world.host.byHand.update('shop-web-1', { Memory: 128 << 20 })
    await world.settle()
    const { message, conditions } = world.tasks()[0]?.status ?? {}
    equal(message, 'it runs')
    equal(getCondition(conditions, 'CallFailing'), undefined)
  })
})
