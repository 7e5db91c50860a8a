import { deepEqual, match } from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { build } from '../../../../cli/local/images/build.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { ownImages } from '../../../../controllers/image/own.ts'
import type { BuildArgs, Engine } from '../../../../engine/engine.ts'
import { all, aRequest, eachHome } from '../local-core.ts'

const manifest = (context: string) => `
apiVersion: ${API_VERSION}
kind: Service
metadata: { name: web, namespace: shop }
spec: { template: { build: { context: ${context} } } }
`

describe('build', () => {
  let core: Core
  eachHome((made) => (core = made))

  /** The ids that the engines of two nodes answer; on record are E1 and E2. */
  const built = async (ids: Readonly<Record<string, string>>, there?: string) => {
    const on: string[] = []
    const engines = Object.entries(ids).map(([node, id]): [string, Engine] => {
      const engine = {
        node,
        info: async () => ({ id }),
        inspectImage: async () => ({ Id: there }),
        buildImage: async (_: BuildArgs) => (on.push(node), { id: 'sha256:1' }),
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
    writeFileSync(join(core.home, 'Dockerfile'), 'FROM scratch\n')
    const request = {
      ...aRequest(core.home, manifest(core.home), {}),
      services: [],
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

  it('makes images that are ours to prune, but for those that were there', async () => {
    await built({ one: 'E1' }, 'sha256:1')
    deepEqual(ownImages(core.store), [])
    await built({ two: 'E2' }, 'sha256:0')
    const [own] = ownImages(core.store)
    deepEqual([own?.node, own?.id], ['two', 'sha256:1'])
    match(own?.names.join() ?? '', /shop-web/)
  })
})
