import { deepEqual, match } from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { build } from '../../../../cli/local/images/build.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { ownImages } from '../../../../controllers/image/own.ts'
import type { Engine } from '../../../../engine/engine.ts'
import type { BuildArgs } from '../../../../engine/types/build.ts'
import { all, aRequest, eachHome } from '../local-core.ts'

const manifest = (context: string) => `
apiVersion: ${API_VERSION}
kind: Service
metadata: { name: web, namespace: shop }
spec: { template: { build: { context: ${context} } } }
`

interface Given {
  readonly there?: string
  readonly left?: number
  readonly text?: (context: string) => string
  readonly services?: readonly string[]
  /** The names of what is built, in order. */
  readonly names?: (tags: readonly string[]) => void
}

describe('build', () => {
  let core: Core
  eachHome((made) => (core = made))

  /** The ids that the engines of two nodes answer; on record are E1 and E2. A build leaves `left` bytes of their disks. */
  const built = async (ids: Readonly<Record<string, string>>, given: Given = {}) => {
    const { there, left = 5e9, text = manifest, services = [], names } = given
    const on: string[] = []
    const engines = Object.entries(ids).map(([node, id]): [string, Engine] => {
      const engine = {
        node,
        listNetworks: async () => [],
        info: async () => ({ id, disk: { path: '/d', sizeBytes: 10e9, freeBytes: on.includes(node) ? left : 5e9 } }),
        inspectImage: async () => ({ Id: there }),
        buildImage: async ({ tags }: BuildArgs) => (names?.(tags), on.push(node), { id: 'sha256:1' }),
      }
      return [node, engine as unknown as Engine]
    })
    for (const [node, engineID] of [
      ['one', 'E1'],
      ['two', 'E2'],
    ] as const) {
      if (core.store.get('Node', node)) continue
      core.store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name: node }, spec: {} })
      core.store.putStatus('Node', node, { engineID })
    }
    writeFileSync(join(core.home, 'Dockerfile'), 'FROM scratch AS a\n')
    const request = {
      ...aRequest(core.home, text(core.home), {}),
      services,
      noCache: false,
      pull: false,
      buildArgs: [],
    }
    const events = await all(build({ ...core, engines: async () => new Map(engines) }, request))
    const outcome = events.at(-1)
    return [on, outcome?.type === 'outcome' ? `${outcome.exit} ${outcome.message}` : outcome]
  }

  for (const [ids, on, said] of [
    [{ one: 'E1', two: 'E2' }, ['one', 'two'], '0 built 1 image; `reconcile apply` runs what is new'],
    [{ one: 'E1', two: 'other' }, ['one'], '1 built on 1 of 2 nodes: see the warnings'],
    [{ one: 'other', two: 'other' }, [], '1 built on 0 of 2 nodes: see the warnings'],
  ] as const)
    it(`ends with ${said}`, async () => deepEqual(await built(ids), [on, said]))

  it('ends on a node whose disk its builds have filled', async () => {
    const text = (context: string) =>
      `${manifest(context)}---${manifest(context).replace('name: web', 'name: api').replace('{ context', '{ target: a, context')}`
    deepEqual(await built({ one: 'E1' }, { left: 1e8, text }), [['one'], '1 built on 0 of 1 nodes: see the warnings'])
    deepEqual(await built({ one: 'E1' }, { text }), [
      ['one', 'one'],
      '0 built 2 images; `reconcile apply` runs what is new',
    ])
  })

  it('has what one is made from of its own stack alone', async () => {
    const text = (context: string) =>
      ['shop', 'blog'].map((stack) =>
        ['base', stack === 'shop' ? 'web' : 'other'].map((name) => {
          const inline = name === 'web' ? 'FROM shop-base' : 'FROM scratch'
          return `
apiVersion: ${API_VERSION}
kind: Service
metadata: { name: ${name}, namespace: ${stack} }
spec: { template: { build: { context: ${context}, dockerfileInline: ${inline} } } }
`
        }),
      )
    const made: string[] = []
    const names = (tags: readonly string[]) => made.push(...tags.map((tag) => tag.replace(/:.*/, '')))
    await built({ one: 'E1' }, { text: (context) => text(context).flat().join('---'), services: ['web'], names })
    deepEqual([...new Set(made)], ['shop-base', 'shop-web'])
  })

  it('makes images that are ours to prune, but for those that were there', async () => {
    await built({ one: 'E1' }, { there: 'sha256:1' })
    deepEqual(ownImages(core.store), [])
    await built({ two: 'E2' }, { there: 'sha256:0' })
    const [own] = ownImages(core.store)
    deepEqual([own?.node, own?.id], ['two', 'sha256:1'])
    match(own?.names.join() ?? '', /shop-web/)
  })
})
