import { deepEqual, equal, match } from 'node:assert/strict'
import { API_VERSION, type Kind, type ObjectOf } from '../../../../api/v1/kinds.ts'
import { labels } from '../../../../api/v1/labels.ts'
import { apply } from '../../../../cli/local/apply.ts'
import { remove } from '../../../../cli/local/deletion/delete.ts'
import { declaredOf } from '../../../../cli/local/deletion/of-other-homes.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { EngineError } from '../../../../engine/errors.ts'
import type { FoundResource } from '../../../../store/source/acceptance/prune.ts'
import { all, aRequest, eachHome, withEngine } from '../local-core.ts'

const { signal } = new AbortController()

describe('of what another home applied, a deletion by files', () => {
  const found = (kind: Kind, name: string, uses: readonly string[] = []): FoundResource => ({
    ...{ id: `${kind}/shop/${name}`, object: { kind, metadata: { name, namespace: 'shop' } } as ObjectOf, uses },
  })
  const web = found('Service', 'web', ['Network/shop/front', 'Volume/shop/data'])
  const db = found('Service', 'db', ['Network/shop/back', 'Volume/shop/data'])
  const rest = [found('Network', 'front'), found('Network', 'back'), found('Volume', 'data')]
  for (const { it: sentence, declared, goes } of [
    {
      it: 'takes the services that they declare, and the networks of these',
      declared: ['Service/shop/web'],
      goes: ['Service/shop/web', 'Network/shop/front'],
    },
    {
      it: 'leaves the volume that another service has',
      declared: ['Service/shop/web', 'Volume/shop/data'],
      goes: ['Service/shop/web', 'Network/shop/front'],
    },
    {
      it: 'takes the volume that they declare',
      declared: ['Service/shop/web', 'Service/shop/db', 'Volume/shop/data'],
      goes: ['Service/shop/web', 'Service/shop/db', 'Network/shop/front', 'Network/shop/back', 'Volume/shop/data'],
    },
    { it: 'takes nothing that they do not declare', declared: ['Service/shop/api'], goes: [] },
  ])
    it(sentence, () =>
      deepEqual(
        declaredOf([web, db, ...rest], new Set(declared)).map(({ id }) => id),
        goes,
      ),
    )
})

describe('a deletion of what another home applied', () => {
  let core: Core
  eachHome((made) => {
    core = made
  })
  const text = `apiVersion: ${API_VERSION}
kind: Service
metadata: { name: web, namespace: shop }
spec: { template: { image: nginx } }
`
  const container = (name: string) => ({
    ...{ id: name.repeat(8), name: `shop-${name}-1`, image: 'nginx', state: 'running', networks: [], volumes: [] },
    labels: {
      ...{ [labels.installation]: 'default', [labels.stack]: 'shop', [labels.kind]: 'Service', [labels.name]: name },
      [labels.task]: `${name}-1-abc`,
    },
  })
  const data = {
    Name: 'shop_data',
    Labels: {
      [labels.installation]: 'default',
      [labels.stack]: 'shop',
      [labels.kind]: 'Volume',
      [labels.name]: 'data',
    },
  }
  /** Of these, each has the volume `data`. */
  const having = (...names: readonly string[]) =>
    withEngine(core, {
      listContainers: async () => names.map((name) => ({ ...container(name), volumes: ['shop_data'] })),
      listNetworks: async () => [],
      listVolumes: async () => ({ volumes: [data], warnings: [] }),
      inspectContainer: async ({ id }: { id: string }) => ({ Id: id, Mounts: [] }),
    } as never)
  const asked = { volumes: false, wait: false, prune: true, signal }
  const goes = async (
    at: Core,
    how: { readonly orphans?: boolean; readonly stack?: string; readonly volumes?: boolean },
  ) => {
    const { sources, cwd } = aRequest(core.home, text, {})
    const by = how.stack === undefined ? { manifests: { sources, cwd } } : {}
    const events = await all(remove(at, { ...asked, ...by, ...how }))
    return events.flatMap((event) => (event.type === 'resource' ? [`${event.object} ${event.change}`] : []))
  }
  const isGoing = (name: string) => core.store.get('Service', `shop/${name}`)?.metadata.deletionTimestamp !== undefined

  it('deletes what its files declare, and waits for its tasks', async () => {
    deepEqual(await goes(having('web', 'old'), {}), ['Service/shop/web deleted'])
    equal(isGoing('web'), true)
    equal(core.store.get('Service', 'shop/old'), undefined)
  })
  for (const volumes of [false, true])
    it(`deletes the rest of the stack with the orphans, and no data that its files do not declare${volumes ? ', also with --volumes' : ''}`, async () => {
      deepEqual((await goes(having('web', 'old'), { orphans: true, volumes })).sort(), [
        'Service/shop/old deleted',
        'Service/shop/web deleted',
        'Volume/shop/data forgotten',
      ])
      equal(core.store.get('Volume', 'shop/data'), undefined)
    })
  it('deletes a stack of which nothing is declared here', async () => {
    deepEqual((await goes(having('old'), { stack: 'shop' })).sort(), [
      'Service/shop/old deleted',
      'Volume/shop/data forgotten',
    ])
  })
  it('deletes the data of such a stack with --volumes', async () => {
    deepEqual((await goes(having('old'), { stack: 'shop', volumes: true })).sort(), [
      'Service/shop/old deleted',
      'Volume/shop/data deleted',
    ])
  })
  it('knows no stack of which nothing is anywhere', async () => {
    const message = await goes(having(), { stack: 'shop' }).catch(String)
    match(String(message), /there is no stack shop/)
  })
  it('deletes what was applied here without a wait, and runs from another home', async () => {
    await all(apply(core, aRequest(core.home, text, {})))
    deepEqual(await goes(having('web'), {}), ['Service/shop/web deleted'])
    equal(isGoing('web'), true)
  })
  it('fails where no engine answers', async () => {
    const listContainers = async () => {
      throw new EngineError('Unreachable', { tried: 'listContainers', node: 'local', detail: 'it is off' })
    }
    const message = await goes(withEngine(core, { listContainers }), {}).catch(String)
    match(String(message), /it is off/)
  })
})
