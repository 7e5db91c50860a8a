import { deepEqual, equal, rejects } from 'node:assert/strict'
import { findOneOffs, theOneOff } from '../../../../cli/local/one-off/find.ts'
import { startOneOff } from '../../../../cli/local/one-off/start.ts'
import { ABANDONED_AFTER_MS, sweepAbandoned } from '../../../../cli/local/one-off/sweep.ts'
import type { Engine } from '../../../../engine/engine.ts'
import { EngineError } from '../../../../engine/errors.ts'

const NOW = Date.parse('2026-01-10T00:00:00Z')
const { signal } = new AbortController()
const run = { signal, object: 'OneOff', reason: 'a test' }

interface Container {
  readonly state?: string
  readonly remove?: boolean
  readonly ageMs?: number
  readonly installation?: string
}

function anEngine(containers: Readonly<Record<string, Container>>) {
  const removed: string[] = []
  const engine = {
    node: 'local',
    listContainers: async () =>
      Object.entries(containers).map(([id, { state = 'created', installation = 'default' }]) => ({
        ...{ id, name: id, image: 'a', state },
        labels: {
          ...{ 'reconcile.dev/installation': installation, 'reconcile.dev/stack': 'shop' },
          ...{ 'reconcile.dev/kind': 'OneOff', 'com.docker.compose.oneoff': 'True' },
        },
      })),
    inspectImage: async () => ({ Id: 'a' }),
    inspectContainer: async ({ id }: { id: string }) => {
      const { state = 'created', remove = true, ageMs = ABANDONED_AFTER_MS } = containers[id] ?? {}
      const Created = new Date(NOW - ageMs).toISOString()
      return { Created, State: { Status: state }, HostConfig: { AutoRemove: remove } }
    },
    // By which it is another time than by this machine.
    info: async () => ({ time: NOW }),
    removeContainer: async ({ id, force }: { id: string; force?: boolean }) =>
      void removed.push(force ? `${id} by force` : id),
    startContainer: async () => {
      throw new EngineError('Invalid', {
        node: 'local',
        tried: 'start',
        detail: 'exec: "nope": executable file not found in $PATH',
      })
    },
  } as unknown as Engine
  return { removed, looking: { engines: async () => new Map([['local', engine]]), installation: 'default' } }
}

describe('one-off containers that a killed command left', () => {
  for (const [what, container, isSwept] of [
    ['was to go and never started', {}, true],
    ['was made a moment ago', { ageMs: ABANDONED_AFTER_MS - 1 }, false],
    ['is to stay', { remove: false }, false],
    ['runs', { state: 'running' }, false],
    ['has ended', { state: 'exited' }, false],
    ['is of another installation', { installation: 'other' }, false],
  ] as readonly (readonly [string, Container, boolean])[])
    it(`one that ${what} ${isSwept ? 'goes' : 'stays'}`, async () => {
      const { removed, looking } = anEngine({ once: container })
      deepEqual(await sweepAbandoned(looking, run), isSwept ? ['once'] : [])
      deepEqual(removed, isSwept ? ['once'] : [])
    })

  it('one that can not be started goes at once where it was to go', async () => {
    for (const remove of [true, false]) {
      const { removed, looking } = anEngine({ once: { remove } })
      const oneOff = await theOneOff(looking, { stack: 'shop', name: 'once' }, run)
      await rejects(startOneOff(oneOff, { oneOff, detach: true, onOutput: () => {}, signal }, run), { exit: 127 })
      deepEqual(removed, remove ? ['once'] : [])
    }
  })

  it('are not said to be none by a host that does not answer', async () => {
    const silent = {
      node: 'far',
      listContainers: async () => {
        throw new EngineError('Unreachable', { node: 'far', tried: 'list', detail: 'no route to host' })
      },
    } as unknown as Engine
    const looking = { engines: async () => new Map([['far', silent]]), installation: 'default' }
    const { found, silent: who } = await findOneOffs(looking, 'shop', run)
    deepEqual([found, who.map(({ node }) => node)], [[], ['far']])
    await rejects(theOneOff(looking, { stack: 'shop', name: 'once' }, run), (error: Error) => {
      equal((error as { exit?: number }).exit, 5)
      return /far can't be reached: no route to host/.test(error.message)
    })
  })
})
