import { deepEqual, match } from 'node:assert/strict'
import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { consent } from '../../controllers/adoption/records.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { composeProject } from '../support/compose-project.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { aWorld } from '../support/world.ts'

const MIB = 2 ** 20
const limited = (memoryBytes: number): V1TaskTemplate => ({
  image: 'nginx',
  restartPolicy: { condition: 'Always' },
  resources: { limits: { memoryBytes } },
})

describe('a container that is adopted, and that its engine does not change in place', () => {
  it('fails its rollout at once, with the words of the engine, and only that', async () => {
    let isRefusing = true
    const refusing = (engine: Engine) =>
      wrapEngine(engine, ({ verb }, next) =>
        isRefusing && verb === 'updateContainer'
          ? Promise.reject(new EngineError('Invalid', { node: 'a', tried: 'update', detail: 'no such CPU' }))
          : next(),
      )
    const a = aWorld({ wrapEngine: refusing })
    const compose = composeProject(a.host)
    compose.network()
    compose.container('web')
    const [before] = a.host.containers().map(({ Id }) => Id)
    consent(a.life().ports.store, 'shop', a.world.clock.now())
    a.service('web', { template: limited(64 * MIB) })
    await a.pass(5_000)
    const rollout = () => a.serviceNamed('web')?.status?.rollout
    deepEqual([rollout()?.state, a.tasks()[0]?.status?.reason], ['Stalled', 'UpdateFailed'])
    match(rollout()?.message ?? '', /the engine refuses that: no such CPU/)
    deepEqual(
      a.host.containers().map(({ Id }) => Id),
      [before],
    )

    isRefusing = false
    a.service('web', { template: limited(128 * MIB) })
    await a.settle()
    deepEqual([rollout()?.state, a.host.containers()[0]?.HostConfig.Memory], ['Completed', 128 * MIB])

    isRefusing = true
    a.host.byHand.update('shop-web-1', { Memory: 32 * MIB, MemorySwap: 64 * MIB })
    await a.pass(5_000)
    deepEqual([rollout()?.state, a.tasks()[0]?.status?.reason], ['Completed', 'UpdateFailed'])
  })
})
