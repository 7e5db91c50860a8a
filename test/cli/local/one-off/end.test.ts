import { deepEqual } from 'node:assert/strict'
import { removeOneOff } from '../../../../cli/local/one-off/find.ts'
import { endOneOff } from '../../../../cli/local/one-off/start.ts'
import { realClock } from '../../../../clock/real.ts'
import type { Engine } from '../../../../engine/engine.ts'

const { signal } = new AbortController()
const run = { signal, object: 'OneOff/shop/once', reason: 'a person runs a command' }
const oneOff = { stack: 'shop', name: 'once' }

describe('the end of a one-off container', () => {
  const rows = [
    { what: 'removes one that is to go at its end and was never started', AutoRemove: true, state: 'created' as const },
    { what: 'keeps one that is to stay', AutoRemove: false, state: 'created' as const },
    { what: 'leaves one that runs to the engine', AutoRemove: true, state: 'running' as const },
  ]
  const expected = [['remove once'], ['stop once'], ['stop once']]
  for (const [at, { what, AutoRemove, state }] of rows.entries())
    it(what, async () => {
      const calls: string[] = []
      const engine = {
        inspectContainer: async () => ({ State: { Status: state }, HostConfig: { AutoRemove } }),
        removeContainer: async ({ id }: { id: string }) => void calls.push(`remove ${id}`),
        stopContainer: async ({ id }: { id: string }) => void calls.push(`stop ${id}`),
      } as unknown as Engine
      const found = { ...oneOff, id: 'once', service: 'web', node: 'local', image: 'web', state, engine }
      await endOneOff(found, { oneOff, signal }, { run, clock: realClock })
      deepEqual(calls, expected[at])
    })

  for (const [state, expected] of [
    ['running', ['stop once', 'remove once']],
    ['paused', ['stop once', 'remove once']],
    ['exited', ['remove once']],
  ] as const)
    it(`comes before its removal, of one that is ${state}`, async () => {
      const calls: string[] = []
      const engine = {
        removeContainer: async ({ id }: { id: string }) => void calls.push(`remove ${id}`),
        stopContainer: async ({ id }: { id: string }) => void calls.push(`stop ${id}`),
      } as unknown as Engine
      const found = { ...oneOff, id: 'once', service: 'web', node: 'local', image: 'web', state, engine }
      deepEqual(await removeOneOff(found, { volumes: true, run }), [])
      deepEqual(calls, expected)
    })

  it('leaves its anonymous volumes where they are not to go, and names those that were made with it', async () => {
    const [own, shared] = ['a'.repeat(64), 'b'.repeat(64)]
    const mounts = { '/own': own, '/shared': shared, '/data': 'shop_data' }
    const removed: boolean[] = []
    const engine = {
      node: 'local',
      inspectContainer: async () => ({
        HostConfig: { Binds: [`${shared}:/shared`] },
        Mounts: Object.entries(mounts).map(([Destination, Name]) => ({ Type: 'volume', Name, Destination })),
      }),
      removeContainer: async ({ volumes }: { volumes: boolean }) => void removed.push(volumes),
    } as unknown as Engine
    const found = {
      ...oneOff,
      id: 'once',
      service: 'web',
      node: 'local',
      image: 'web',
      state: 'exited',
      engine,
    } as const
    deepEqual(await removeOneOff(found, { volumes: false, run }), [
      `its data stays on local: \`docker volume rm ${own}\``,
    ])
    deepEqual(removed, [false])
  })
})
