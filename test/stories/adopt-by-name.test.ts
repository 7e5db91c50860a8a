import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { consent } from '../../controllers/adoption/records.ts'
import type { ContainerBody } from '../../engine/types/container.ts'
import { composeProject } from '../support/compose-project.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld } from '../support/world.ts'

const template = { image: 'nginx', restartPolicy: { condition: 'Always' as const } }
const mounting: ContainerBody = { Image: 'nginx', HostConfig: { Mounts: [{ Type: 'volume', Target: '/data' }] } }

function aStack() {
  const a = aWorld()
  composeProject(a.host).network()
  return a
}

describe('a container that somebody ran', () => {
  it('is adopted by its name, if it was there by then', async () => {
    const a = aStack()
    const body = { Image: 'nginx', HostConfig: { NetworkMode: 'shop_default', RestartPolicy: { Name: 'always' } } }
    const id = a.host.byHand.run('cache', {
      ...body,
      NetworkingConfig: { EndpointsConfig: { shop_default: { Aliases: ['cache'] } } },
    })
    consent(a.life().ports.store, 'shop', a.world.clock.now())
    a.service('cache', { containerName: 'cache', template })
    equal(await a.settle(), 'quiet')
    deepEqual(a.newCalls(), [])
    equal(a.host.containers()[0]?.Id, id)
  })

  it('stays connected where its name is that of the service, for which every engine answers', async () => {
    const a = aStack()
    const HostConfig = { NetworkMode: 'shop_default', RestartPolicy: { Name: 'always' } } as const
    a.host.byHand.run('cache', { Image: 'nginx', HostConfig })
    consent(a.life().ports.store, 'shop', a.world.clock.now())
    a.service('cache', { containerName: 'cache', template })
    equal(await a.settle(), 'quiet')
    deepEqual(a.newCalls(), [])
  })

  it('is said to be lost where it is replaced, with what stays of it', async () => {
    const a = aStack()
    a.host.byHand.run('cache', { ...mounting, Env: ['MINE=1'] })
    const [anonymous] = a.host.state.volumes.keys()
    consent(a.life().ports.store, 'shop', a.world.clock.now())
    a.service('cache', { containerName: 'cache', template })
    await a.life().stop()
    const { adopted } = await planOf(a, { interest: { containerNames: new Set(['cache']) } })
    match(
      adopted.find(({ name }) => name === 'cache')?.differs ?? '',
      /no label says .* is lost; .* stays: [0-9a-f]{64}\)$/,
    )
    await a.restart()
    equal(await a.settle(), 'quiet')
    ok(anonymous !== undefined && a.host.state.volumes.has(anonymous))
    deepEqual(a.containers(), ['cache running'])
  })

  it('is not said to leave anonymous volumes where the engine removes them with it', async () => {
    const a = aStack()
    a.host.byHand.run('cache', { ...mounting, HostConfig: { ...mounting.HostConfig, AutoRemove: true } })
    consent(a.life().ports.store, 'shop', a.world.clock.now())
    a.service('cache', { containerName: 'cache', template })
    await a.life().stop()
    const { adopted } = await planOf(a, { interest: { containerNames: new Set(['cache']) } })
    match(adopted.find(({ name }) => name === 'cache')?.differs ?? '', /^it was run with --rm: .* is lost\)$/)
    await a.restart()
    equal(await a.settle(), 'quiet')
    deepEqual(a.containers(), ['cache running'])
  })

  it('goes on as it runs beside what it is linked to or shares with, whichever is looked at first', async () => {
    for (const seed of [1, 2, 3, 4]) {
      const a = aWorld({ seed })
      const policy = { RestartPolicy: { Name: 'always' } } as const
      const db = a.host.byHand.run('db', { Image: 'nginx', HostConfig: { NetworkMode: 'bridge', ...policy } })
      const beside = { NetworkMode: 'bridge', Links: ['/db:/front/db'], ...policy }
      a.host.byHand.run('front', { Image: 'nginx', HostConfig: beside })
      a.host.byHand.run('side', { Image: 'nginx', HostConfig: { NetworkMode: `container:${db}`, ...policy } })
      consent(a.life().ports.store, 'shop', a.world.clock.now())
      const bridged = { ...template, networkMode: 'bridge' }
      a.service('front', { containerName: 'front', template: { ...bridged, links: ['db'] } })
      a.service('side', { containerName: 'side', template: { ...template, networkMode: 'service:db' } })
      a.service('db', { containerName: 'db', template: bridged })
      equal(await a.settle(), 'quiet')
      deepEqual(a.newCalls(), [], `seed ${seed}`)
    }
  })
})
