import { equal, ok, rejects } from 'node:assert/strict'
import { localInstallation } from '../../../../cli/local/local-installation.ts'
import { listedAll, lookedAtAll } from '../../../../cli/local/waiting/looked.ts'
import type { Installation as Loops } from '../../../../controllers/installation.ts'
import { aService, aTask } from '../../../support/builders.ts'
import { aCore } from '../local-core.ts'

/** Loops over a host that says nothing. */
const loops = { inventory: { hosts: () => [{ synced: false }] }, running: { at: () => [] } } as unknown as Loops

describe('a wait for hosts that say nothing', () => {
  const looks: Readonly<Record<string, (signal: AbortSignal) => Promise<unknown>>> = {
    'until all was looked at': (signal) => lookedAtAll(loops, signal),
    'until all were listed': (signal) => listedAll(loops, signal),
    'of a command that looks': (signal) => {
      const core = { ...aCore('/nowhere'), purpose: 'read', begin: async () => loops } as const
      return localInstallation(core, signal).list('Service', {})
    },
  }
  for (const [what, look] of Object.entries(looks))
    it(`${what} ends with an interrupt`, async () => {
      const interrupt = new AbortController()
      const looking = look(interrupt.signal)
      interrupt.abort(new Error('interrupted by SIGINT'))
      await rejects(looking, /interrupted by SIGINT/)
    }).timeout(5_000)
})

describe('a look at loops that never rest', () => {
  /** One loop, at work for good, whose object has been looked at after so many questions. */
  const busyLoops = (id: string, seenAfter: number) => {
    let asked = 0
    const get = () => ({ status: ++asked > seenAfter ? { observedGeneration: 1 } : {} })
    const inventory = { hosts: () => [{ synced: true }] }
    const loops = { inventory, running: { at: () => [id] }, ports: { store: { get } } } as unknown as Loops
    return { loops, asked: () => asked }
  }

  it('ends though they wait to heal', async () => {
    const { loops, asked } = busyLoops('Task/shop/web-1', 0)
    await lookedAtAll(loops)
    ok(asked() <= 300, String(asked()))
  })

  it('waits for the first look at each task and service', async () => {
    for (const id of ['Task/shop/web-1', 'Service/shop/web']) {
      const { loops, asked } = busyLoops(id, 20)
      await lookedAtAll(loops)
      ok(asked() > 100, 'it waits for what others make of it')
    }
  })

  it('goes on from the first look at the service of a task, which may change what is said of the task', async () => {
    let asked = 0
    const get = (kind: string) =>
      kind === 'Task'
        ? aTask(1, 'r1', { observedGeneration: 1 })
        : aService({}, ++asked > 150 ? { observedGeneration: 1 } : {})
    const inventory = { hosts: () => [{ synced: true }] }
    const running = { at: () => ['Task/shop/web-1'] }
    await lookedAtAll({ inventory, running, ports: { store: { get } } } as unknown as Loops)
    ok(asked >= 250, String(asked))
  })

  it('waits for no first look at what is acted on before it is said', async () => {
    const { loops, asked } = busyLoops('Volume/shop/data', 20)
    await lookedAtAll(loops)
    equal(asked(), 0)
  })
})
