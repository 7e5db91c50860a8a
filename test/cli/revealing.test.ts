import { deepEqual, equal } from 'node:assert/strict'
import type { V1Service } from '../../api/v1/generated/types.ts'
import type { Installation, RevealQuery } from '../../api/v1/installation/installation.ts'
import { API_VERSION, type Kind } from '../../api/v1/kinds.ts'
import { revealObjects } from '../../cli/local/look.ts'
import { revealing } from '../../cli/revealing.ts'
import { aCore } from './local/local-core.ts'

const service = (name: string, namespace = 'shop'): V1Service => ({
  ...{ apiVersion: API_VERSION, kind: 'Service', metadata: { name, namespace } },
  spec: { template: { image: 'web:1', env: [{ name: 'DB_PASSWORD', value: 'hunter2' }] } },
})

describe('an object that is asked for with the values that look secret', () => {
  it('is the one of that name and stack, and comes alone', async () => {
    const { store } = aCore('/nowhere')
    for (const each of [service('web'), service('db'), service('web', 'blog')]) store.create('Service', each)
    const sent: unknown[] = []
    const revealed = async (kind: Kind, query: RevealQuery) => {
      const list = revealObjects(store, kind, query)
      sent.push(...list.items.map(({ metadata }) => [metadata.namespace, metadata.name]))
      return list
    }
    const found = await revealing({ revealed } as Installation).get({ kind: 'Service', namespace: 'shop', name: 'web' })
    equal((found as V1Service).spec.template.env?.[0]?.value, 'hunter2')
    deepEqual(sent, [['shop', 'web']])
  })
})
