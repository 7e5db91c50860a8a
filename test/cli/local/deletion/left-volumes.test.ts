import { deepEqual, equal, rejects } from 'node:assert/strict'
import { finalizers, labels } from '../../../../api/v1/labels.ts'
import { apply } from '../../../../cli/local/apply.ts'
import { remove } from '../../../../cli/local/deletion/delete.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { leftUnderOtherNames } from '../../../../cli/local/deletion/left-volumes.ts'
import type { HostView, Inventory } from '../../../../engine/inventory.ts'
import { noteOwnHome } from '../../../../store/source/facts/own-home.ts'
import { all, aRequest, eachHome, serviceText, withEngine } from '../local-core.ts'

const { signal } = new AbortController()
const text = `${serviceText('web')}---
apiVersion: reconcile.dev/v1
kind: Volume
metadata: { name: data, namespace: shop }
spec: {}
`
const own = {
  [labels.installation]: 'default',
  [labels.stack]: 'shop',
  [labels.kind]: 'Volume',
  [labels.name]: 'data',
}

describe('a deletion with volumes, after one without', () => {
  let core: Core
  eachHome((made) => {
    core = made
  })
  type Found = Readonly<Record<string, string>> | undefined
  const on = (...listed: readonly { readonly Name: string; readonly Labels: Found }[]): Core =>
    withEngine(core, { listVolumes: async () => ({ volumes: listed, warnings: [] }) })
  const having = (found: Found) => on(...(found ? [{ Name: 'shop_data', Labels: found }] : []))
  const down = async (volumes: boolean, found: Found) => {
    const { sources, cwd } = aRequest(core.home, text, {})
    return await all(remove(having(found), { manifests: { sources, cwd }, volumes, wait: false, signal }))
  }
  const ofStack = async (at: Core, volumes = true) =>
    await all(remove(at, { stack: 'shop', volumes, wait: false, signal }))
  const warnings = (events: Awaited<ReturnType<typeof down>>) =>
    events.flatMap((event) => (event.type === 'warning' ? [event.message] : []))
  beforeEach(async () => {
    await all(apply(core, aRequest(core.home, text, {})))
    await down(false, own)
    equal(core.store.list('Volume').size, 0)
  })

  it('deletes the data that is there still', async () => {
    const [told] = await down(true, own)
    deepEqual(told, { type: 'resource', object: 'Volume/shop/data', change: 'deleted' })
    deepEqual(core.store.get('Volume', 'shop/data')?.metadata.finalizers, [finalizers.volumeData])
  })

  it('says where a plugin could not list what it has, as that stays', async () => {
    const warnings = ['list rclone: it does not answer']
    const at = withEngine(core, { listVolumes: async () => ({ volumes: [], warnings }) })
    const [said] = await ofStack(at)
    equal(
      said?.type === 'warning' && said.message,
      'Stack/shop: local could not list all of its volumes: list rclone: it does not answer; what it has stays, so run this again once that is mended',
    )
  })

  it('keeps where it is, so that the deletion waits for a host that is off by then', async () => {
    const seen = [{ node: 'local', seen: true }]
    await down(true, own)
    deepEqual(core.store.get('Volume', 'shop/data')?.status?.nodes, seen)
    core.store.update('Volume', 'shop/data', ({ metadata }) => void (metadata.finalizers = []))
    await ofStack(having(own))
    deepEqual(core.store.get('Volume', 'shop/data')?.status?.nodes, seen)
  })

  const others = {
    'of another installation': { ...own, [labels.installation]: 'other' },
    'of another stack': { ...own, [labels.stack]: 'blog' },
    'of docker compose': { 'com.docker.compose.project': 'shop' },
  }
  for (const [what, found] of Object.entries(others))
    it(`leaves what is ${what}, and says so (S4)`, async () => {
      const events = await down(true, found)
      deepEqual(warnings(events), [
        'Volume/shop/data: the volume shop_data on local was made by others, and stays with its data; `docker volume rm shop_data` there deletes it',
      ])
      equal(core.store.list('Volume').size, 0)
    })

  it('names no command that deletes the home of the serve whose stack goes', async () => {
    noteOwnHome(core.store, 'shop_data')
    const [told] = warnings(await down(true, others['of docker compose']))
    equal(
      told,
      'Volume/shop/data: the volume shop_data on local was made by others, and stays with its data; it is the home of this serve, with all its state',
    )
  })

  it('has nothing to do where it is gone, or where volumes are not asked for', async () => {
    deepEqual(await down(true, undefined), [{ type: 'outcome', exit: 0, message: 'nothing to delete' }])
    deepEqual(await down(false, own), [{ type: 'outcome', exit: 0, message: 'nothing to delete' }])
  })

  describe('of the stack by its name, with no file', () => {
    it('deletes the data that is there still, under the name it has on the engine', async () => {
      const [told] = await ofStack(on({ Name: 'elsewhere', Labels: own }))
      deepEqual(told, { type: 'resource', object: 'Volume/shop/data', change: 'deleted' })
      const left = core.store.get('Volume', 'shop/data')
      deepEqual(left?.spec, { hostName: 'elsewhere' })
      deepEqual(left?.metadata.finalizers, [finalizers.volumeData])
    })

    it('says which of two of one name another run deletes', async () => {
      const two = on({ Name: 'shop_data', Labels: own }, { Name: 'old', Labels: own })
      deepEqual(warnings(await ofStack(two)), [
        'Volume/shop/data: the volume old on local was made for it too; run this again',
      ])
      deepEqual(core.store.get('Volume', 'shop/data')?.spec, {})
    })

    const lock = { [labels.installation]: 'default', [labels.stack]: 'shop' }
    const nameless = {
      'the lock of the stack': lock,
      'of ours without a name': { ...lock, [labels.kind]: 'Volume' },
      'of ours with an empty name': { ...own, [labels.name]: '' },
    }
    for (const [what, found] of Object.entries({ ...others, ...nameless }))
      it(`knows no stack by what is ${what} (S4)`, () => rejects(ofStack(having(found)), /there is no stack shop/))

    it('knows none where volumes are not asked for', () =>
      rejects(ofStack(having(own), false), /there is no stack shop/))
  })
})

describe('a deletion with volumes of one that had another name before', () => {
  const told = (found: Readonly<Record<string, string>>, installation = 'default', home?: string) => {
    const volume = { Name: 'old', Driver: 'local', Mountpoint: '/x', Labels: found }
    const host = { node: 'local', volumes: new Map([['old', volume]]) } as unknown as HostView
    const inventory = { hosts: () => [host] } as unknown as Inventory
    const store = { fact: () => home }
    return leftUnderOtherNames({ inventory, installation, store }, ['Service/shop/web', 'Volume/shop/data'])
  }

  it('names what stays', () =>
    deepEqual(told(own), [
      'Volume/shop/data: the volume old on local, as it was called before, stays with its data; `docker volume rm old` there deletes it',
    ]))

  it('names no command that deletes the home of serve', () =>
    deepEqual(told(own, 'default', 'old'), [
      'Volume/shop/data: the volume old on local, as it was called before, stays with its data; it is the home of this serve, with all its state',
    ]))

  it('names none that is not of it', () => {
    deepEqual(told({ ...own, [labels.name]: 'more' }), [])
    deepEqual(told(own, 'other'), [])
  })
})
