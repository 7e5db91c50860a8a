import { deepEqual, match } from 'node:assert/strict'
import type { KillRequest } from '../../../../api/v1/installation/kill.ts'
import { kill } from '../../../../cli/local/containers/kill.ts'
import { oneOffsOf } from '../../../support/compose-project.ts'
import { aWorld } from '../../../support/world.ts'
import { aCore, all } from '../local-core.ts'

const { signal } = new AbortController()

/** A world of the services web and db of shop, with a one-off container of each and one of another stack. */
async function killing() {
  const a = aWorld()
  a.service('web', { template: { image: 'nginx' } })
  a.service('db', { template: { image: 'nginx' } })
  await a.settle()
  oneOffsOf(a.host, [
    ['shop', 'web'],
    ['shop', 'db'],
    ['blog', 'web'],
  ])
  await a.settle()
  const { store, installation } = a.life().ports
  const engines = async () => new Map([['a', a.host.engine()]])
  const core = { ...aCore('/nowhere'), store, installation, clock: a.world.clock, engines }
  const asked = async (request: Omit<KillRequest, 'signal'>) => {
    const said = all(kill(core, a.life(), { ...request, signal }))
    await a.settle()
    const events = await said
    const sent = events.flatMap((event) => (event.type === 'resource' ? event.details : []))
    const last = events.at(-1)
    return { sent, message: last?.type === 'outcome' ? last.message : '', events }
  }
  return { a, asked }
}

const web = { kind: 'Service', namespace: 'shop', name: 'web' } as const
const oneOff = { kind: 'Task', namespace: 'shop', name: 'shop-db-run-1' } as const

describe('a signal to what runs', () => {
  it('goes to the one-off containers of a service, of a stack, and to one by its name', async () => {
    const { asked } = await killing()
    const hangUp = (ref: KillRequest['refs'][number]) => asked({ refs: [ref], signalName: 'HUP' })
    const to = (...names: readonly string[]) => names.map((name) => `HUP to ${name}`)
    deepEqual((await hangUp(web)).sent, to('shop-web-1', 'shop-web-run-1'))
    const all = to('shop-db-1', 'shop-web-1', 'shop-db-run-1', 'shop-web-run-1')
    deepEqual((await hangUp({ kind: 'Stack', name: 'shop' })).sent, all)
    deepEqual((await hangUp(oneOff)).sent, to('shop-db-run-1'))
  })

  it('says who starts tasks again, and nothing of that of one-off containers', async () => {
    const { a, asked } = await killing()
    match((await asked({ refs: [web] })).message, /^sent SIGKILL to 2 containers; .* starts it again/)
    const { message, events } = await asked({ refs: [oneOff] })
    deepEqual(message, 'sent SIGKILL to 1 container')
    deepEqual(
      events.flatMap((event) => (event.type === 'resource' ? [event.object] : [])),
      ['Container/shop/shop-db-run-1'],
    )
    deepEqual(a.containers().includes('shop-db-run-1 running'), false)
  })
})

describe('a signal while one of the hosts is silent from the start', () => {
  async function halfSilent() {
    const a = aWorld({ nodes: ['a', 'b'] })
    for (const [name, node] of Object.entries({ web: 'a', db: 'b' })) {
      a.service(name, { template: { image: 'nginx' }, placement: { constraints: [`node.name==${node}`] } })
      await a.settle()
    }
    deepEqual(
      a.tasks().map(({ spec }) => [spec.service, spec.node]),
      [
        ['web', 'a'],
        ['db', 'b'],
      ],
    )
    a.world.hosts.get('b')?.crash()
    await a.restart()
    await a.settle(5_000)
    const engines = async () => new Map([...a.world.hosts].map(([node, host]) => [node, host.engine()]))
    const { store, installation } = a.life().ports
    const core = { ...aCore('/nowhere'), store, installation, clock: a.world.clock, engines }
    return async (ref: KillRequest['refs'][number]) => {
      const said = all(kill(core, a.life(), { refs: [ref], signal })).catch((error: Error) => error.message)
      await a.settle(60_000)
      return await said
    }
  }

  it('reaches what runs on the others', async () => {
    const asked = await halfSilent()
    match(JSON.stringify(await asked(web)), /sent SIGKILL to 1 container/)
  })

  for (const ref of [
    { kind: 'Service', namespace: 'shop', name: 'db' },
    { kind: 'Stack', name: 'shop' },
    { kind: 'Task', namespace: 'shop', name: 'shop-db-run-1' },
  ] as const)
    it(`goes nowhere where that host may have some of ${ref.kind} ${ref.name}`, async () => {
      const asked = await halfSilent()
      match(String(await asked(ref)), /^the engine of node b can't be reached/)
    })
})
