import { rejects } from 'node:assert/strict'
import { copying } from '../../../cli/local/containers/copy.ts'
import { processes } from '../../../cli/local/containers/processes.ts'
import { aWorld } from '../../support/world.ts'
import { aCore, all } from './local-core.ts'

const { signal } = new AbortController()
const ref = { kind: 'Service', namespace: 'shop', name: 'web' } as const
async function* nothing(): AsyncGenerator<Uint8Array> {}

/** What acts in the task of a service whose node was deleted a moment ago. */
async function onceGone() {
  const a = aWorld()
  a.service('web', { template: { image: 'nginx' } })
  await a.settle()
  const { store, installation } = a.life().ports
  const core = { ...aCore('/nowhere'), store, installation, clock: a.world.clock, engines: async () => new Map() }
  const looked = async () => a.life()
  return { ...processes(core, looked), ...copying(core, looked) }
}

describe('what is to happen in a task whose node is none any more', () => {
  for (const [what, act] of [
    ['a command', async (its) => await its.exec({ ref, signal, command: ['ls'], onOutput: () => undefined })],
    ['a look at a path', async (its) => await its.statPath({ ref, path: '/', signal })],
    ['a copy out of it', async (its) => await all(its.copyOut({ ref, path: '/', signal }))],
    ['a copy into it', async (its) => await its.copyIn({ ref, path: '/', signal, tar: nothing() })],
    ['a signal', async (its) => await all(its.kill({ refs: [ref], signal }))],
  ] as readonly (readonly [string, (its: Awaited<ReturnType<typeof onceGone>>) => Promise<unknown>])[])
    it(`fails, and says so: ${what}`, async () => {
      await rejects(act(await onceGone()), { message: 'a is no node any more' })
    })
})
