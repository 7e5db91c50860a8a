import { deepEqual } from 'node:assert/strict'
import { adopt, recordsOf, volumeId, volumeRecord } from '../../../controllers/adoption/records.ts'
import type { Json } from '../../../store/storage/storage.ts'
import { engineInfo } from '../../../engine/simulated/info.ts'
import { aWorld } from '../../support/world.ts'

const own = { 'reconcile.dev/stack': 'shop' }
const volume = (CreatedAt: string) => ({
  Name: 'shop_data',
  Driver: 'local',
  Mountpoint: '/d',
  Scope: 'local',
  CreatedAt,
})

describe('the record of an adopted volume', () => {
  const [then, later] = ['2026-01-01T00:00:00Z', '2026-02-02T00:00:00Z']
  const rows: readonly (readonly [name: string, api: string, seen: string, isOurs: boolean])[] = [
    ['is of the one that was made then', '1.51', then, true],
    ['is not of another one of its name', '1.51', later, false],
    ['is of one whose engine tells its last write', '1.41', later, true],
  ]
  for (const [name, api, seen, isOurs] of rows)
    it(name, () => {
      const { store } = aWorld().life().ports
      const record = volumeRecord({ node: 'a', info: engineInfo('a', api) }, volume(then), own)
      adopt(store, ['Volume', volumeId('a', 'shop_data')], record)
      deepEqual(recordsOf(store).volume('a', volume(seen)), isOurs ? own : undefined)
    })

  it('is of it, too, where it was written when a last write was taken for that', () => {
    const { store } = aWorld().life().ports
    const old = { node: 'a', name: 'shop_data', labels: own, createdAt: then } as Json
    store.putFact('adoption', `Volume/${volumeId('a', 'shop_data')}`, old)
    deepEqual(recordsOf(store).volume('a', volume(later)), own)
  })
})
