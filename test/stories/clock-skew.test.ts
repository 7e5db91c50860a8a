import { deepEqual, equal, ok } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { adoptions, consent } from '../../controllers/adoption/records.ts'
import type { Engine } from '../../engine/engine.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld, RUNS } from '../support/world.ts'

const HOUR = 3_600_000
const images = { nginx: RUNS, 'nginx:2': RUNS, 'db:1': RUNS, 'db:2': RUNS }

for (const { where, aheadMs } of [
  { where: 'an hour ahead of ours', aheadMs: HOUR },
  { where: 'an hour behind ours', aheadMs: -HOUR },
]) {
  const options = { images, clocksAheadMs: { a: aheadMs } }
  describe(`with an engine whose clock is ${where}`, () => {
    it('a task that ended waits for its delay, no longer and no shorter', async () => {
      const world = aWorld(options)
      const restartPolicy = { condition: 'Always' as const, delaySeconds: 60 }
      world.service('web', { template: { image: 'nginx', restartPolicy } })
      await world.settle()
      world.host.byHand.kill('shop-web-1')
      await world.settle(55_000)
      deepEqual(world.containers(), ['shop-web-1 exited'])
      await world.settle(10_000)
      deepEqual(world.containers(), ['shop-web-1 running'])
    })

    for (const { when, wasThere } of [
      { when: 'was there when that was asked for', wasThere: true },
      { when: 'came after that was asked for', wasThere: false },
    ])
      it(`what has nothing but its name and ${when} is ${wasThere ? '' : 'not '}adopted`, async () => {
        const world = aWorld(options)
        const { byHand } = world.host
        const make = () => {
          byHand.createNetwork({ Name: 'shop_default', Driver: 'bridge' })
          byHand.createVolume({ Name: 'shop_data', Driver: 'local' })
          byHand.run('shop-web-1', {
            Image: 'nginx',
            HostConfig: { NetworkMode: 'shop_default', RestartPolicy: { Name: 'always' } },
            NetworkingConfig: { EndpointsConfig: { shop_default: { Aliases: ['web'] } } },
          })
        }
        const aMinutePasses = async () => {
          world.world.clock.after(60_000, () => {})
          await world.settle()
        }
        if (wasThere) make()
        await aMinutePasses()
        const { store } = world.life().ports
        consent(store, 'shop', world.world.clock.now())
        await aMinutePasses()
        if (!wasThere) make()
        const about = { apiVersion: API_VERSION, metadata: { name: 'data', namespace: 'shop' } } as const
        world.declare({ ...about, kind: 'Volume', spec: {} })
        world.service('web', { template: { image: 'nginx', restartPolicy: { condition: 'Always' } } })
        await world.settle()
        const kinds = [...adoptions(store).keys()].map((key) => key.split('/')[0])
        deepEqual(kinds.sort(), wasThere ? ['Container', 'Network', 'Volume'] : [])
      })

    it('nothing is restarted for what only started anew, nor is that planned', async () => {
      const world = aWorld(options)
      world.service('db', { template: { image: 'db:1' } })
      world.service('web', { dependsOn: [{ service: 'db', restart: true }] })
      await world.settle()
      world.newCalls()
      world.host.byHand.kill('shop-db-1')
      await world.settle(30_000)
      deepEqual(world.newCalls(), ['POST /containers/shop-db-1/start'])
      await world.life().stop()
      deepEqual((await planOf(world)).calls, [])
    })

    it('what ended well did by our clock; of what failed the last words are read once', async () => {
      const ends = (exitCode: number) => ({ config: { Cmd: ['x'] }, behaviour: { exitsAfterMs: 10, exitCode } })
      let reads = 0
      const wrapEngine = (engine: Engine): Engine => ({
        ...engine,
        logs(...call) {
          reads++
          return engine.logs(...call)
        },
      })
      const world = aWorld({ ...options, images: { done: ends(0), fails: ends(1) }, wrapEngine })
      const restartPolicy = { condition: 'Never' as const }
      world.service('done', { mode: 'ReplicatedJob', template: { image: 'done', restartPolicy } })
      world.service('fails', { mode: 'ReplicatedJob', template: { image: 'fails', restartPolicy } })
      await world.settle()
      const of = (service: string) => world.tasks().find(({ spec }) => spec.service === service)?.status
      deepEqual([of('done')?.phase, of('fails')?.phase, reads], ['Completed', 'Failed', 1])
      const agoMs = world.world.clock.now() - Date.parse(of('done')?.finishedAt ?? '')
      ok(agoMs >= 0 && agoMs < 600_000, `${agoMs}`)
      const [failed] = world.host.containers().filter(({ Config }) => Config.Image === 'fails')
      equal(of('fails')?.finishedAt, failed?.State.FinishedAt)
    })

    it('a rollout takes its watched time', async () => {
      const world = aWorld(options)
      const updateStrategy = { monitorSeconds: 20 }
      world.service('web', { template: { image: 'nginx' }, updateStrategy })
      await world.settle()
      world.service('web', { template: { image: 'nginx:2' }, updateStrategy })
      await world.settle(19_000)
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'Progressing')
      await world.settle(30_000)
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
    })
  })

  it(`a task on a host whose clock is ${where} restarts once for what was replaced on another`, async () => {
    const on = (node: string) => ({ placement: { constraints: [`node.hostname == ${node}`] } })
    const world = aWorld({ ...options, nodes: ['a', 'b'] })
    world.service('db', { ...on('b'), template: { image: 'db:1' } })
    world.service('web', { ...on('a'), dependsOn: [{ service: 'db', restart: true }] })
    await world.settle()
    world.newCalls()
    world.service('db', { ...on('b'), template: { image: 'db:2' } })
    await world.settle(60_000)
    deepEqual(
      world.newCalls().filter((call) => call.includes('shop-web-1')),
      ['POST /containers/shop-web-1/stop', 'POST /containers/shop-web-1/start'],
    )
  })
}
