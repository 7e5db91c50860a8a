import { deepEqual } from 'node:assert/strict'
import { bring, withoutLeft } from '../../../controllers/develop/bring.ts'
import type { WatchWork } from '../../../controllers/develop/work.ts'

const work: WatchWork = {
  ...{ service: 'web', rebuild: false, restart: false },
  copies: [{ from: '/src/a', to: '/app/a' }],
  removals: ['/app/b', '/app/c'],
  execs: [{ command: ['reload', 'now'], env: [] }],
}

/** Brings it to a container where commands end so by the user that they have, and where this is left. */
async function brought(exits: Readonly<Record<string, number>>, left: readonly string[] = []) {
  const calls: string[] = []
  const undone = await bring(work, {
    async copy(copies) {
      calls.push(`copy ${copies.map(({ to }) => to).join(' ')}`)
    },
    run: async ({ command }) => {
      calls.push(`shown:${command.join(' ')}`)
      return exits[`:${command[0]}`] ?? 0
    },
    async tryTo({ command: [program = '', ...rest], user = '' }) {
      calls.push(`${user}:${program} ${rest.join(' ')}`)
      return exits[`${user}:${program}`] ?? 0
    },
    isThere: async (path) => left.includes(path),
    lastWords: () => 'Permission denied',
  })
  return { undone, calls, done: withoutLeft(work, undone).removals }
}

const removal = (user: string) => `${user}:rm -rf -- /app/b /app/c`

describe('bringing a container what changed', () => {
  it('removes first what is gone, as the user that it runs as', async () => {
    const { undone, calls, done } = await brought({})
    deepEqual(calls, [removal(''), 'copy /app/a', 'shown:reload now'])
    deepEqual([undone, done], [{ left: [], failures: [] }, work.removals])
  })

  it('removes as root what its user may not, and shows nothing of the first try', async () => {
    const { undone, calls } = await brought({ ':rm': 1 })
    deepEqual(calls, [removal(''), removal('0'), 'copy /app/a', 'shown:reload now'])
    deepEqual(undone, { left: [], failures: [] })
  })

  it('tells what is there all the same, not as removed, and brings the rest', async () => {
    const { undone, calls, done } = await brought({ ':rm': 1, '0:rm': 1 }, ['/app/c'])
    deepEqual(calls.slice(2), ['copy /app/a', 'shown:reload now'])
    const words = '/app/c could not be removed: Permission denied; remove it there, or have a new container made'
    deepEqual([undone, done], [{ left: ['/app/c'], failures: [words] }, ['/app/b']])
  })

  it('lacks no command where nothing is there to be removed', async () => {
    deepEqual((await brought({ ':rm': 127, '0:rm': 127 })).undone, { left: [], failures: [] })
  })

  it('tells of a command that fails', async () => {
    const failures = ['reload now ended with 3: Permission denied']
    deepEqual((await brought({ ':reload': 3 })).undone, { left: [], failures })
  })
})
