import { deepEqual, equal } from 'node:assert/strict'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { redactObject } from '../../../api/v1/redact/object.ts'
import { validateObject } from '../../../api/v1/validation/validate.ts'

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

function anObject(kind: string, spec: object, metadata: object = {}): ObjectOf {
  const own = kind === 'Node' ? { name: 'x' } : { name: 'x', namespace: 'shop' }
  return { apiVersion: 'reconcile.dev/v1', kind, metadata: { ...own, ...metadata }, spec } as unknown as ObjectOf
}

const secret = { DB_PASSWORD: 'hunter2', note: 'a' }
const web = { template: { image: 'web' } }

describe('S9: an object that is shown', () => {
  for (const [what, object] of [
    ['labels of a service, as of deploy.labels', anObject('Service', web, { labels: secret })],
    ['labels of a network on its engine', anObject('Network', { labels: secret })],
    ['options of a driver of addresses', anObject('Network', { ipam: { driver: 'x', options: secret } })],
    ['labels of a volume', anObject('Volume', { labels: secret })],
    ['labels of a secret', anObject('Secret', { file: '/a', labels: secret })],
    ['lines of the content of a config', anObject('Config', { content: 'a: b\nrequirepass hunter2\nport 1\n' })],
    ['labels of a config', anObject('Config', { file: '/a', labels: secret })],
    ['labels of a node', anObject('Node', { labels: secret })],
  ] as const)
    it(`has ${what} hidden by their names, which no manifest takes back`, () => {
      deepEqual(validateObject(object), [])
      const shown = redactObject(object)
      equal(JSON.stringify(shown), JSON.stringify(object).replace('hunter2', '***'))
      equal(validateObject(shown).length, 1)
    })

  it('has annotations hidden, and what kubectl keeps in one stays JSON', () => {
    const env = [{ name: 'DB_PASSWORD', value: 'hunter2' }]
    const applied = anObject('Service', { template: { image: 'web # a', env } })
    const kept = { [LAST_APPLIED]: `${JSON.stringify(applied)}\n`, TOKEN: 'hunter2' }
    const { annotations = {} } = redactObject(anObject('Service', web, { annotations: kept })).metadata
    equal(annotations['TOKEN'], '***')
    const shown = JSON.parse(annotations[LAST_APPLIED] ?? '') as object
    deepEqual(shown, JSON.parse(JSON.stringify(applied).replace('hunter2', '***')))
  })

  for (const [what, text, shown] of [
    [
      'says nothing secret',
      '{"kind":"Volume","metadata":{"name":"x"}}\n',
      '{"kind":"Volume","metadata":{"name":"x"}}\n',
    ],
    ['is no manifest', 'hunter2', '***'],
  ] as const)
    it(`has what kubectl keeps shown as ${JSON.stringify(shown)} where it ${what}`, () => {
      const volume = anObject('Volume', {}, { annotations: { [LAST_APPLIED]: text } })
      equal(redactObject(volume).metadata.annotations?.[LAST_APPLIED], shown)
      equal(redactObject(volume) === volume, text === shown)
    })
})
