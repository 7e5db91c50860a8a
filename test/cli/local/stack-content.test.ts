import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION, type ObjectOf } from '../../../api/v1/kinds.ts'
import { objectLabels } from '../../../api/v1/labels.ts'
import { goingWith, isEmptiedBy } from '../../../cli/local/stack-content.ts'
import { aCore } from './local-core.ts'

const [web, db, data, token, implied] = [
  'Service/shop/web',
  'Service/shop/db',
  'Volume/shop/data',
  'Secret/shop/token',
  'Network/shop/default',
]

describe('what goes with what is deleted', () => {
  for (const { it: sentence, has, deleted, wants, empties } of [
    {
      it: 'is the implied network, with the last service',
      has: [web, implied],
      deleted: [web],
      wants: [web, implied],
      empties: true,
    },
    {
      it: 'is nothing else while a service stays',
      has: [web, db, implied],
      deleted: [web],
      wants: [web],
      empties: false,
    },
    {
      it: 'is no secret that nobody named',
      has: [web, token, implied],
      deleted: [web],
      wants: [web, implied],
      empties: false,
    },
    { it: 'is no volume', has: [web, data, implied], deleted: [web], wants: [web, implied], empties: false },
    {
      it: 'is all of the stack when all of it is named',
      has: [web, data, implied],
      deleted: [web, data],
      wants: [web, data, implied],
      empties: true,
    },
    {
      it: 'is not the implied network that a file declared before, while a service stays',
      has: [web, data, implied],
      deleted: [data, implied],
      wants: [data],
      empties: false,
    },
    { it: 'is nothing of another stack', has: [web, 'Service/blog/wiki'], deleted: [web], wants: [web], empties: true },
  ])
    it(sentence, () => {
      const { store } = aCore('/nowhere')
      for (const id of has) store.create(...anObject(id))
      deepEqual(goingWith(store, deleted), wants)
      equal(isEmptiedBy(store, 'shop', deleted), empties)
    })
})

function anObject(id: string): ['Service', ObjectOf<'Service'>] {
  const [kind = '', namespace = '', name = ''] = id.split('/')
  const labels = id === implied ? { labels: { [objectLabels.implied]: 'true' } } : {}
  const object = { apiVersion: API_VERSION, kind, metadata: { namespace, name, ...labels }, spec: { template: {} } }
  return [kind, object] as unknown as ['Service', ObjectOf<'Service'>]
}
