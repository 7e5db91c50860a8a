import { deepEqual, equal } from 'node:assert/strict'
import { defaultSettings } from '../../api/v1/settings.ts'
import { acceptApply } from '../../store/source/apply.ts'
import { readText } from '../../store/source/reading/read-applied.ts'
import { withdraw } from '../../store/source/acceptance/withdraw.ts'
import type { Content } from '../../store/contents/contents.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const SECRET = `apiVersion: reconcile.dev/v1
kind: Secret
metadata: { name: token, namespace: shop }
spec: { file: /token }
---
`
const web = (replicas: number) => `apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { replicas: ${replicas}, template: { image: nginx, secrets: [{ secret: token }] } }
`

const context = { variable: () => undefined, readFile: () => new Error('nothing is read') }

function apply(world: TestWorld, text: string) {
  const { store, clock } = world.life().ports
  const files = [readText({ file: '/shop/a.yaml', text }, context, [])]
  return acceptApply({ store, settings: defaultSettings, now: clock.now(), files })
}

/** A stack whose secret is being deleted, and held by the containers that mount it. */
async function held(contents: Map<string, Content>): Promise<TestWorld> {
  const world = aWorld({ contents })
  deepEqual(apply(world, SECRET + web(2)).errors, [])
  await world.settle()
  withdraw(world.life().ports.store, 'Secret/shop/token')
  await world.settle(60_000)
  equal(secretOf(world)?.status?.conditions?.[0]?.reason, 'InUse')
  world.newCalls()
  return world
}

function secretOf(world: TestWorld) {
  return world.life().ports.store.get('Secret', 'shop/token')
}

const onHost = (world: TestWorld) =>
  [...world.host.state.files.values()].map(({ bytes }) => Buffer.from(bytes).toString())

function holding(text: string): Map<string, Content> {
  return new Map([['Secret/shop/token', { found: true, bytes: Buffer.from(text), hash: `hash of ${text}` }]])
}

describe('a network that is declared again while its deletion waits for running tasks', () => {
  it('lives on, and what runs is not touched', async () => {
    const text = `apiVersion: reconcile.dev/v1
kind: Network
metadata: { name: back, namespace: shop }
---
apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { template: { image: nginx, networks: [{ network: back }] } }
`
    const world = aWorld()
    const { store } = world.life().ports
    const ready = () => store.get('Network', 'shop/back')?.status?.conditions?.[0]
    deepEqual(apply(world, text).errors, [])
    await world.settle()
    withdraw(store, 'Network/shop/back')
    await world.settle(60_000)
    deepEqual([ready()?.reason, ready()?.message], ['InUse', 'it is deleted, but 1 task is in it'])
    world.newCalls()
    deepEqual(apply(world, text).created, ['Network/shop/back'])
    await world.settle(60_000)
    deepEqual([ready()?.status, world.newCalls()], ['True', []])
    withdraw(store, 'Service/shop/web')
    withdraw(store, 'Network/shop/back')
    await world.settle(60_000)
    deepEqual([store.get('Network', 'shop/back'), world.containers()], [undefined, []])
  })
})

describe('a secret that is declared again while its deletion waits for running tasks', () => {
  it('lives on, and what runs is not touched', async () => {
    const world = await held(holding('old'))
    deepEqual(apply(world, SECRET + web(2)).created, ['Secret/shop/token'])
    await world.settle(60_000)
    equal(secretOf(world)?.metadata.deletionTimestamp, undefined)
    equal(secretOf(world)?.status?.conditions?.[0]?.status, 'True')
    deepEqual(world.newCalls(), [])
    deepEqual(onHost(world), ['old'])
  })

  it('is delivered to what is made afterwards', async () => {
    const world = await held(holding('old'))
    apply(world, SECRET + web(3))
    await world.settle(60_000)
    equal(world.serviceNamed('web')?.status?.readyReplicas, 3)
  })

  it('is replaced where it holds other bytes now, and the old ones are collected', async () => {
    const contents = holding('old')
    const world = await held(contents)
    for (const [key, content] of holding('new')) contents.set(key, content)
    apply(world, SECRET + web(2))
    await world.settle(120_000)
    await world.pass(120_000)
    deepEqual(onHost(world), ['new'])
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
  })

  it('lives on though its bytes are being taken off at that moment, and is deleted like any other afterwards', async () => {
    for (let step = 1; step < 100; step++) {
      const world = await held(holding('old'))
      const { store } = world.life().ports
      withdraw(store, 'Service/shop/web')
      await world.settle(step * 7)
      if (!secretOf(world)) break
      apply(world, SECRET + web(2))
      await world.settle(60_000)
      const again = apply(world, SECRET + web(2)) // a service whose deletion was under way is accepted when it is gone
      deepEqual(again.errors, [])
      await world.settle(60_000)
      equal(world.serviceNamed('web')?.status?.readyReplicas, 2, `redeclared after ${step * 7} ms`)
      deepEqual(onHost(world), ['old'])
      withdraw(store, 'Service/shop/web')
      withdraw(store, 'Secret/shop/token')
      await world.settle(120_000)
      deepEqual([secretOf(world), onHost(world)], [undefined, []], `redeclared after ${step * 7} ms`)
    }
  })
})
