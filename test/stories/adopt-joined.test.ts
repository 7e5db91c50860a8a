import { deepEqual, equal, match, notEqual } from 'node:assert/strict'
import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { consent } from '../../controllers/adoption/records.ts'
import { composeProject } from '../support/compose-project.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld } from '../support/world.ts'

const base: V1TaskTemplate = { image: 'nginx', restartPolicy: { condition: 'Always' } }
const joined: V1TaskTemplate = {
  ...base,
  networkMode: 'container:main',
  pidMode: 'container:main',
  ipcMode: 'container:main',
  volumesFrom: ['container:main:ro'],
}

const donor = { Image: 'nginx', HostConfig: { IpcMode: 'shareable' } }

/** A container of a project that shares all that can be shared with another, by its id as clients send it. */
function sharing(a: ReturnType<typeof aWorld>, main: string): string {
  const mode = `container:${main}`
  const HostConfig = { NetworkMode: mode, PidMode: mode, IpcMode: mode, VolumesFrom: [`${main}:ro`] }
  return composeProject(a.host).container('side', { body: { HostConfig, NetworkingConfig: { EndpointsConfig: {} } } })
}

describe('what shares with a container that is named', () => {
  for (const [whose, label] of [
    ['the project’s', { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'main' }],
    ['nobody’s', {}],
  ] as const)
    it(`goes on as it runs when it is adopted, whichever is known first, where that one is ${whose}`, async () => {
      for (const seed of [1, 2, 3, 4]) {
        const a = aWorld({ seed })
        const main = a.host.byHand.run('main', { ...donor, Labels: label })
        const side = sharing(a, main)
        consent(a.life().ports.store, 'shop', a.world.clock.now())
        a.service('side', { template: joined })
        equal(await a.settle(), 'quiet')
        await a.restart()
        equal(await a.settle(), 'quiet')
        deepEqual(a.newCalls(), [], `seed ${seed}`)
        deepEqual(
          a.host
            .containers()
            .map(({ Id }) => Id)
            .sort(),
          [main, side].sort(),
        )
      }
    })

  it('is replaced where it shares with another than is named, as its plan says', async () => {
    const a = aWorld()
    const other = a.host.byHand.run('other', donor)
    a.host.byHand.run('main', donor)
    sharing(a, other)
    consent(a.life().ports.store, 'shop', a.world.clock.now())
    a.service('side', { template: joined })
    await a.life().stop()
    const planned = await planOf(a, { interest: { projects: new Set(['shop']) } })
    match(planned.adopted[0]?.differs ?? '', /is \S*[0-9a-f]{64}\S*, declared \S*main/)
    await a.restart()
    equal(await a.settle(), 'quiet')
    equal(a.serviceNamed('side')?.status?.readyReplicas, 1)
    deepEqual(a.containers(), ['main running', 'other running', 'shop-side-1 running'])
  })
})

describe('what has the volumes of a service with replicas, from the last one as Compose 1 chooses it', () => {
  /** A project of three dbs, of which `side` has the volumes of the last, once it is adopted. */
  const adopted = async () => {
    const a = aWorld()
    const compose = composeProject(a.host)
    compose.network()
    const [, , last = ''] = [1, 2, 3].map((number) => compose.container('db', { number }))
    const side = compose.container('side', { body: { HostConfig: { VolumesFrom: [`${last}:rw`] } } })
    consent(a.life().ports.store, 'shop', a.world.clock.now())
    a.service('db', { replicas: 3, template: base })
    a.service('side', { template: { ...base, volumesFrom: ['db'] } })
    equal(await a.settle(), 'quiet')
    return { a, side }
  }

  it('goes on as it runs when it is adopted, and after a restart', async () => {
    const { a, side } = await adopted()
    await a.restart()
    await a.pass(1_200_000)
    deepEqual(a.newCalls(), [])
    const isSide = ({ Name }: { Name: string }) => Name === '/shop-side-1'
    equal(a.host.containers().find(isSide)?.Id, side)
  })

  it('is made anew where that one goes, and not where another goes', async () => {
    const { a, side } = await adopted()
    const sideNow = () => a.host.containers().find(({ Name }) => Name === '/shop-side-1')
    for (const other of ['shop-db-1', 'shop-db-2']) {
      a.host.byHand.remove(other)
      await a.pass(60_000)
      equal(sideNow()?.Id, side)
    }
    a.host.byHand.remove('shop-db-3')
    await a.pass(60_000)
    notEqual(sideNow()?.Id, side)
    const first = a.host.containers().find(({ Name }) => Name === '/shop-db-1')
    deepEqual(sideNow()?.HostConfig.VolumesFrom, [first?.Id])
  })
})
