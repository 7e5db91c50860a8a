import { deepEqual, match } from 'node:assert/strict'
import type { WatchRule } from '../../../api/v1/develop.ts'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { changesOf } from '../../../cli/watch/changes.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { memoryTree } from '../local/develop/tree.ts'

const rule = (service: string): WatchRule => ({
  ...{ service, action: 'sync', path: '/srv/shop/src', target: `/${service}`, ignore: [], include: [] },
  initialSync: false,
})
const developed = (name: string) => {
  const metadata = { name, namespace: 'shop' }
  const service: V1Service = { apiVersion: API_VERSION, kind: 'Service', metadata, spec: { template: { image: 'a' } } }
  return { root: '/', file: '/srv/shop/compose.yaml', service, develop: { rules: [rule(name)] } }
}

/** A watch of these services over a tree in memory. */
function watching(...services: readonly string[]) {
  const clock = virtualClock({ start: 0 })
  const tree = memoryTree({ '/srv/shop/src/kept': 'k' })
  const [said, told]: [string[], string[]] = [[], []]
  const ended = new AbortController()
  const say = (service: string, message: string) => void said.push(`${service}: ${message}`)
  const watch = async () => {
    const given = { signal: ended.signal, home: '/home/reconcile', say }
    for await (const { service, changes } of changesOf(services.map(developed), given, { clock, tree }))
      told.push(
        ...changes.map(({ path, gone }) => `${service} ${gone ? '-' : ''}${path.slice('/srv/shop/src/'.length)}`),
      )
  }
  const done = watch()
  return {
    tree,
    said,
    /** What was told since the last time. */
    async news() {
      clock.after(10_000, () => {})
      await clock.runUntilQuiet({ until: clock.now() + 60_000, steps: 1e5 })
      return told.splice(0)
    },
    async end() {
      ended.abort()
      await done
    },
  }
}

describe('what the verb watch sees', () => {
  it('is each burst, for each service that has it', async () => {
    const { tree, said, news, end } = watching('web', 'api')
    deepEqual(await news(), [])
    match(said.join('\n'), /web: watching \/srv\/shop\/src /)
    tree.write('/srv/shop/src/a', '1')
    tree.write('/srv/shop/src/a', '2')
    deepEqual((await news()).sort(), ['api a', 'web a'])
    await end()
  })

  it('is all of a path that went away and came back, and what changes there later', async () => {
    const { tree, said, news, end } = watching('web')
    await news()
    tree.remove('/srv/shop/src')
    deepEqual(await news(), [])
    match(said.join('\n'), /web: \/srv\/shop\/src is not there; create it/)
    tree.write('/srv/shop/src/other', '1')
    deepEqual((await news()).sort(), ['web ', 'web -kept', 'web other'])
    tree.write('/srv/shop/src/later', '2')
    deepEqual(await news(), ['web later'])
    await end()
  })
})
