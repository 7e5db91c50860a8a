import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { aWorld } from '../../support/world.ts'

describe('the secret loop', () => {
  it('takes a hold back as soon as no task waits for the bytes, and delivers nothing for tasks that run', async () => {
    const bytes = Buffer.from('the bytes')
    const a = aWorld({ contents: new Map([['Secret/shop/token', { found: true, bytes, hash: 'h1' }]]) })
    a.declare({
      apiVersion: API_VERSION,
      kind: 'Secret',
      metadata: { name: 'token', namespace: 'shop' },
      spec: { file: '/token' },
    })
    a.service('web', { template: { image: 'nginx', secrets: [{ secret: 'token' }] } })
    await a.settle()
    equal(a.serviceNamed('web')?.status?.readyReplicas, 1)
    a.newCalls()
    a.host.hang()
    await a.restart()
    await a.settle(1_000)
    a.host.thaw()
    await a.settle(5_000)
    deepEqual(a.newCalls(), [])
    const { conditions } = a.life().ports.store.get('Secret', 'shop/token')?.status ?? {}
    equal(conditions?.find(({ type }) => type === 'Ready')?.reason, 'Delivered')
  })

  it('puts bytes in several places of a node in one order, whichever task needs them first', async () => {
    const bytes = Buffer.from('the bytes')
    const placesOf = async (...modes: readonly number[]) => {
      const a = aWorld({ contents: new Map([['Secret/shop/token', { found: true, bytes, hash: 'h1' }]]) })
      const metadata = { name: 'token', namespace: 'shop' }
      a.declare({ apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file: '/token' } })
      for (const mode of modes)
        a.service(`web-${mode}`, { template: { image: 'nginx', secrets: [{ secret: 'token', mode }] } })
      await a.settle()
      return a.newCalls().flatMap((call) => /^PUT .*(reconcile-carrier-\w+)/.exec(call)?.[1] ?? [])
    }
    const places = await placesOf(0o400, 0o440, 0o444)
    equal(new Set(places).size, 3)
    deepEqual(await placesOf(0o444, 0o440, 0o400), places)
  })
})
