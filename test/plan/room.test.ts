import { deepEqual } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { observedIn, planOf } from '../support/plan-of.ts'
import { aWorld, RUNS } from '../support/world.ts'

const images = { job: { config: { Cmd: ['job'] } }, app: RUNS }
const interest = { images: Object.keys(images) }
const onPort = (image: string) => ({ template: { image, ports: [{ containerPort: 80, hostPort: 8080 }] } })

type Services = Readonly<Record<string, Partial<V1ServiceSpec>>>

/** What a plan of these services on some nodes says about the jobs in it. */
async function saidOf(services: Services, nodes = ['a', 'b']): Promise<readonly string[]> {
  const world = aWorld({ nodes, images })
  await world.settle()
  const stopping = world.life().stop()
  await world.settle()
  await stopping
  for (const [name, spec] of Object.entries(services)) world.service(name, spec)
  const observed = []
  for (const node of nodes) observed.push({ node, observed: await observedIn(world, node, interest) })
  const { assumptions } = await planOf(world, { nodes: observed, interest })
  return assumptions.filter((words) => /completes on|take equally long/.test(words))
}

describe('what a plan says of the order in which jobs complete', () => {
  const job = { mode: 'ReplicatedJob' } as const
  const one = { ...job, ...onPort('job') }

  it('is which of them makes room for what waits for it', async () => {
    deepEqual(await saidOf({ first: one, second: one, web: onPort('app') }), [
      'shop/second completes on b before another node has room for shop/web',
    ])
  })

  it('is that the tasks of one that takes turns take equally long', async () => {
    deepEqual(await saidOf({ first: { ...job, replicas: 4, maxConcurrent: 2, template: { image: 'job' } } }), [
      'the tasks of shop/first take equally long: each next one goes where one has completed',
    ])
  })

  for (const [sentence, services, nodes] of [
    ['there is one node', { first: one, web: onPort('app') }, ['a']],
    ['nothing waits for room', { first: one, web: onPort('app') }, ['a', 'b']],
    ['all of it runs at once', { first: { ...job, replicas: 2, template: { image: 'job' } } }, ['a', 'b']],
  ] as const)
    it(`is nothing where ${sentence}`, async () => deepEqual(await saidOf(services, [...nodes]), []))
})

describe('what a plan says of what is started beside what runs', () => {
  const reserving = (cpus: number, image: string) => ({ template: { image, resources: { reservations: { cpus } } } })
  const beside = { replicas: 3, updateStrategy: { order: 'StartFirst', parallelism: 3 } } as const

  /** What a plan says of the room for an update on nodes of 8 CPUs. */
  async function saidOfUpdate(cpus: number): Promise<readonly string[]> {
    const [nodes, used] = [['a', 'b'], { images: { app: RUNS, 'app:2': RUNS } }]
    const world = aWorld({ nodes, ...used })
    world.service('web', { ...beside, ...reserving(cpus, 'app') })
    await world.settle()
    const stopping = world.life().stop()
    await world.settle()
    await stopping
    world.service('web', { ...beside, ...reserving(cpus, 'app:2') })
    const interest = { images: Object.keys(used.images) }
    const observed = []
    for (const node of nodes) observed.push({ node, observed: await observedIn(world, node, interest) })
    const { assumptions } = await planOf(world, { nodes: observed, interest })
    return assumptions.filter((words) => words.includes('room'))
  }

  it('is which node has room for it first', async () =>
    deepEqual(await saidOfUpdate(3), ['shop/web waits for room, which comes first on b, then on a']))

  it('is nothing where all of it fits', async () => deepEqual(await saidOfUpdate(1), []))
})
