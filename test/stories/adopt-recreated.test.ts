import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { adoptionAt, consent } from '../../controllers/adoption/records.ts'
import { approveLoss } from '../../controllers/volume/approvals.ts'
import type { ContainerBody } from '../../engine/types/container.ts'
import { composeProject } from '../support/compose-project.ts'
import { aWorld } from '../support/world.ts'

const template = { image: 'nginx', restartPolicy: { condition: 'Always' as const } }

/** A project of docker compose that is being adopted; `old`: the id of its container. */
function adopting() {
  const a = aWorld()
  const compose = composeProject(a.host)
  compose.network()
  const old = compose.container('web')
  consent(a.life().ports.store, 'shop', a.world.clock.now())
  a.service('web', { template })
  return { a, compose, old }
}

/** An adopted project, of which docker compose makes a container anew: under another name, before it stops and removes the old one. */
async function recreated() {
  const { a, compose, old } = adopting()
  await a.settle()
  const unnamed = `${old.slice(0, 12)}_shop-web-1`
  const made = compose.container('web', { name: unnamed, isStarted: false })
  a.host.byHand.stop('shop-web-1')
  await a.settle(1_000)
  a.newCalls()
  a.host.byHand.remove('shop-web-1')
  await a.settle(1_000)
  return { ...a, unnamed, made }
}

describe('a container of an adopted project that docker compose makes anew', () => {
  it('is left to docker compose to name, whose own call would fail else', async () => {
    const { newCalls, host, unnamed, made, settle, containers, tasks } = await recreated()
    deepEqual([newCalls(), containers()], [[], [`${unnamed} created`]])
    host.byHand.rename(unnamed, 'shop-web-1')
    equal(await settle(), 'quiet')
    deepEqual([newCalls(), containers()], [[`POST /containers/${made}/start`], ['shop-web-1 running']])
    equal(tasks().length, 1)
  })

  it('is named and started after a while where that came to nothing', async () => {
    const { newCalls, made, settle, containers } = await recreated()
    equal(await settle(), 'quiet')
    deepEqual(
      [newCalls(), containers()],
      [
        [`POST /containers/${made}/rename?name=shop-web-1`, `POST /containers/shop-web-1/start`],
        ['shop-web-1 running'],
      ],
    )
  })
})

describe('a project of which docker compose makes a container anew just as it is adopted', () => {
  it('leaves what is made anew to docker compose, whenever that is seen', async () => {
    for (let at = 0; at <= 40; at++) {
      const { a, compose, old } = adopting()
      await a.settle(at)
      const unnamed = `${old.slice(0, 12)}_shop-web-1`
      compose.container('web', { name: unnamed, isStarted: false })
      await a.settle(3_000)
      deepEqual([at, a.containers(), a.tasks().length], [at, [`${unnamed} created`, 'shop-web-1 running'], 1])
    }
  })
})

describe('a container of a further replica that docker compose makes just as its project is adopted', () => {
  it('is adopted as one too many, or left, whenever that is seen', async () => {
    const seen = new Set<string>()
    for (let at = 0; at <= 40; at++) {
      const a = aWorld()
      const { store } = a.life().ports
      const compose = composeProject(a.host)
      compose.network()
      for (const number of [1, 2]) compose.container('web', { number })
      consent(store, 'shop', a.world.clock.now())
      a.service('web', { replicas: 2, template })
      store.watchFacts().subscribe(({ family, key }) => {
        const record = family === 'adoption' ? adoptionAt(store, key) : undefined
        if (key.startsWith('Container/') && record) seen.add(`${record.name}: ${record.surplus ?? 'stays'}`)
      })
      await a.settle(at)
      compose.container('web', { number: 3 })
      await a.settle(30_000)
    }
    deepEqual([...seen].sort(), ['shop-web-1: stays', 'shop-web-2: stays', 'shop-web-3: 2 replicas are declared'])
  })
})

describe('a container that docker compose made anew on a volume in place of a lost one', () => {
  it('is taken over, and replaced where it differs, as soon as the volume is approved', async () => {
    const a = aWorld()
    const compose = composeProject(a.host)
    compose.network()
    compose.volume('data')
    const mounted: Partial<ContainerBody> = { HostConfig: { Binds: ['shop_data:/data:rw'] } }
    compose.container('web', { body: mounted })
    consent(a.life().ports.store, 'shop', a.world.clock.now())
    a.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    a.service('web', { template: { ...template, mounts: [{ type: 'Volume', source: 'data', target: '/data' }] } })
    equal(await a.settle(), 'quiet')
    a.host.byHand.remove('shop-web-1')
    a.host.byHand.removeVolume('shop_data')
    await a.settle(10_000)
    compose.volume('data')
    compose.container('web', { body: { ...mounted, Env: ['A=other'] } })
    await a.settle(10_000)
    equal(a.tasks()[0]?.status?.reason, 'WaitingForVolume')
    approveLoss('shop/data', 'a', a.life().ports.store)
    await a.settle(20_000)
    deepEqual(
      a.tasks().map(({ status }) => status?.phase),
      ['Running'],
    )
  })
})
