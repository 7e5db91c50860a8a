import { deepEqual, equal, match } from 'node:assert/strict'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withVariables } from '../../../cli/arguments/variables.ts'
import { apply } from '../../../cli/local/apply.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { renamedStacks } from '../../../store/source/acceptance/renamed-stacks.ts'
import type { Hold } from '../../../store/source/facts/hold.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { all, eachHome } from '../../cli/local/local-core.ts'

const { signal } = new AbortController()
const DATA = 'volumes: {data: {}}\n'

const project = (name: string, more = '', image = 'db:1') =>
  `name: ${name}\nservices: {db: {image: "${image}"${more === '' ? '' : ', volumes: ["data:/d"]'}}}\n${more}`

describe('a stack that comes under another name', () => {
  let home = ''
  let core: Core
  eachHome((made) => ([home, core] = [made.home, made]))

  /** What is warned of when a text is applied as a file, which is left where it was `saved`. */
  const warned = async (file: string, text: string, { saved = false, adopt = false } = {}) => {
    const path = join(home, file)
    if (saved) {
      mkdirSync(join(path, '..'), { recursive: true })
      writeFileSync(path, text)
    }
    const request = { sources: [{ file: path, text }], cwd: home, wait: false, adopt, signal }
    const events = await all(apply(core, withVariables(request, [], {})))
    equal(events.at(-1)?.type, 'outcome')
    return events.flatMap((event) => (event.type === 'warning' ? [event.message] : []))
  }

  it('is told with the volumes that stay behind, and what to do, once', async () => {
    await warned('compose.yaml', project('shop', DATA))
    const told = [
      'stack store is new, and its services are those of shop: if it was renamed, its data stays behind in shop_data, and the new one ' +
        'begins without it: keep the name, with `name: shop` in a Compose file or `namespace: shop` in a manifest; or run `reconcile delete --stack shop` first, which ' +
        'leaves volumes, and declare it as `data: {external: true, name: shop_data}`',
    ]
    deepEqual(await warned('compose.yaml', project('store', DATA)), told)
    deepEqual(await warned('compose.yaml', project('store', DATA)), [])
  })

  it('is told where its data is, of several hosts', async () => {
    await warned('compose.yaml', project('shop', DATA))
    for (const name of ['local', 'web1'])
      core.store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name }, spec: {} })
    core.store.putStatus('Volume', 'shop/data', { nodes: [{ node: 'web1', seen: true }] })
    const [told = ''] = await warned('compose.yaml', project('store', DATA))
    match(told, /name: shop_data}`, with the constraint node\.name==web1$/)
  })

  it('is told where its directory was renamed, and that the old one is to go where it has no volumes', async () => {
    await warned('old/compose.yaml', project('shop'))
    deepEqual(await warned('new/compose.yaml', project('store')), [
      'stack store is new, and its services are those of shop: if it was renamed, keep the name, with `name: shop` in a Compose file or `namespace: shop` in a manifest, ' +
        'or take the old one away with `reconcile delete --stack shop`',
    ])
  })

  it('is told where what it mounts went with the directory, and the old one was scaled', async () => {
    const text = `services: {db: {image: "db:1", volumes: ["data:/d", "./conf:/etc/db:ro"]}}\n${DATA}`
    await warned('old/compose.yaml', `name: shop\n${text}`)
    core.store.update('Service', 'shop/db', ({ spec }) => {
      spec.replicas = 3
    })
    const [told, ...more] = await warned('new/compose.yaml', `name: store\n${text}`)
    deepEqual(more, [])
    match(told ?? '', /^stack store is new, and its services are those of shop: .*stays behind in shop_data/)
  })

  it('is told where its services changed too, in the very file that declared the old one', async () => {
    await warned('compose.yaml', project('shop', DATA))
    const [told, ...more] = await warned('compose.yaml', project('store', DATA, 'db:2'))
    deepEqual(more, [])
    match(
      told ?? '',
      /^stack store is new, and its file declared before shop: .*stays behind in shop_data, .*`name: shop` in a Compose file or `namespace: shop`/,
    )
    deepEqual(await warned('other.yaml', project('third', DATA, 'db:3')), [])
  })

  it('is told where the old one is gone from its files, and only waits for an approval to go', async () => {
    const shop = project('shop', DATA)
    await warned('old/compose.yaml', shop, { saved: true })
    await warned('new/compose.yaml', project('store', DATA), { saved: true })
    const hold = {
      id: '1',
      root: home,
      reason: 'LossesNeedApproval',
      resources: ['Service/shop/db'],
      message: '',
    } as const
    const told = (holds: readonly Hold[]) =>
      renamedStacks(core.store, ['store'], { before: new Set(['shop']), holds, isThere: existsSync })
    deepEqual(told([]), [])
    match(
      told([hold])[0]?.message ?? '',
      /^stack store is new, and its services are those of shop: .*stays behind in shop_data/,
    )
    deepEqual(told([{ ...hold, reason: 'GrowthNeedsApproval' }]), [])
  })

  it('loses nothing where it has the volumes of the old one, as external ones', async () => {
    await warned('compose.yaml', project('shop', DATA))
    const external = project('store', 'volumes: {data: {external: true, name: shop_data}}\n')
    const [told, ...more] = await warned('compose.yaml', external)
    deepEqual(more, [])
    equal(told?.includes('stays behind') ?? false, false)
  })

  it('has data of its own where it is taken over from others', async () => {
    await warned('compose.yaml', project('shop', DATA))
    deepEqual(await warned('compose.yaml', project('store', DATA), { adopt: true }), [])
  })

  it('is another copy where the files of the old one are still there, or several have the same', async () => {
    await warned('one/compose.yaml', project('one', DATA), { saved: true })
    deepEqual(await warned('two/compose.yaml', project('two', DATA)), [])
    equal((await warned('two/compose.yaml', project('three', DATA))).length, 1)
    deepEqual(await warned('two/compose.yaml', project('four', DATA)), [])
  })
})
