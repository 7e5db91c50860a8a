import { rejects } from 'node:assert/strict'
import { localInstallation } from '../../../../cli/local/local-installation.ts'
import { listedAll, lookedAtAll } from '../../../../cli/local/waiting/looked.ts'
import type { Installation as Loops } from '../../../../controllers/installation.ts'
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
