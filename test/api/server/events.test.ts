import { deepEqual, equal, rejects } from 'node:assert/strict'
import { eventList } from '../../../api/server/events.ts'
import type { ObjectEvent } from '../../../api/v1/installation/answers.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'

describe('events as core/v1 has them', () => {
  for (const { query, names } of [
    { query: '', names: ['web', 'db', 'h1'] },
    // The query of `kubectl describe`.
    {
      query:
        'fieldSelector=involvedObject.kind=Service,involvedObject.uid=uid-web,involvedObject.name=web,involvedObject.namespace=shop',
      names: ['web'],
    },
    { query: 'fieldSelector=involvedObject.name=h1,involvedObject.namespace=', names: ['h1'] },
    { query: 'fieldSelector=involvedObject.uid=another', names: [] },
    { query: 'fieldSelector=type!=Normal', names: ['db'] },
    { query: 'fieldSelector=reason=Running,metadata.namespace=shop', names: ['web'] },
    { query: 'labelSelector=app=web', names: [] },
    { query: 'labelSelector=!app', names: ['web', 'db', 'h1'] },
  ])
    it(`are ${names.join(', ') || 'none'} for ${query || 'no selector'}`, async () => {
      const { items } = (await eventList(INSTALLATION, undefined, new URLSearchParams(query))) as List
      deepEqual(
        items.map(({ involvedObject }) => involvedObject.name),
        names,
      )
    })

  it('name the object that is there by its uid, and none that is gone', async () => {
    const { items } = (await eventList(INSTALLATION, undefined, new URLSearchParams())) as List
    deepEqual(
      items.map(({ involvedObject: { uid } }) => uid),
      ['uid-web', undefined, 'uid-h1'],
    )
  })

  it('are not watched, however that is asked for', async () => {
    for (const watch of ['true', 'True', '1', ''])
      await rejects(eventList(INSTALLATION, undefined, new URLSearchParams({ watch })), /listed, not watched/)
    const { items } = (await eventList(INSTALLATION, undefined, new URLSearchParams({ watch: 'False' }))) as List
    equal(items.length, 3)
  })
})

interface List {
  readonly items: readonly { readonly involvedObject: { readonly name: string; readonly uid?: string } }[]
}

const INSTALLATION = {
  events: async () => [
    event('Service/shop/web', 'Normal', 'Running'),
    event('Service/shop/db', 'Warning', 'ImagePullFailed'),
    event('Node/h1', 'Normal', 'Running'),
  ],
  get: async ({ name }: { readonly name: string }) =>
    name === 'db' ? undefined : ({ metadata: { name, uid: `uid-${name}` } } as ObjectOf),
}

function event(object: string, type: 'Normal' | 'Warning', reason: string): ObjectEvent {
  return { object, type, reason, message: 'it is so', firstAt: 0, lastAt: 1, count: 1 }
}
