import { deepEqual, equal } from 'node:assert/strict'
import { shapes } from '../../../api/v1/generated/shapes.ts'
import { kindNames, type ObjectOf } from '../../../api/v1/kinds.ts'
import { redactObject } from '../../../api/v1/redact/object.ts'
import { validateObject } from '../../../api/v1/validation/validate.ts'

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

function anObject(kind: string, spec: object, metadata: object = {}): ObjectOf {
  const own = kind === 'Node' ? { name: 'x' } : { name: 'x', namespace: 'shop' }
  return { apiVersion: 'reconcile.dev/v1', kind, metadata: { ...own, ...metadata }, spec } as unknown as ObjectOf
}

const secret = { DB_PASSWORD: 'hunter2', note: 'a' }
const web = { template: { image: 'web' } }

/** Their names are paths, of our own choice, or of machines; or their values are hashes. */
const SHOWN: ReadonlySet<string> = new Set([
  ...['tmpfs', 'additionalContexts', 'auxAddresses'],
  ...['contents', 'contentPaths', 'imageDigests', 'imageIDs'],
])

/** The paths of all other maps of texts in a type of the schema; `*` is an item of a list. */
function mapsIn(type: string): readonly string[][] {
  return Object.entries(shapes[type] ?? {}).flatMap(([name, { of, many }]) => {
    if (many === 'map') return SHOWN.has(name) ? [] : [[name]]
    if (of === undefined || of === type) return []
    return mapsIn(of).map((path) => [name, ...(many === 'list' ? ['*'] : []), ...path])
  })
}

function at([name, ...path]: readonly string[], value: object): object {
  if (name === undefined) return value
  return name === '*' ? [at(path, value)] : { [name]: at(path, value) }
}

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

  for (const kind of kindNames)
    for (const path of mapsIn(`${kind}Spec`))
      it(`has a text in ${kind}.spec.${path.join('.')} hidden by its name`, () => {
        const { spec } = redactObject(anObject(kind, at(path, { 'vpn.password': 'hunter2', note: 'a' })))
        deepEqual(spec, at(path, { 'vpn.password': '***', note: 'a' }))
      })

  it('has the secrets of a directory in memory hidden by their form alone, as its path says nothing of them', () => {
    const tmpfs = { '/run/secrets': 'size=1m,password=hunter2' }
    const { spec } = redactObject(anObject('Service', { template: { tmpfs } }))
    deepEqual(spec, { template: { tmpfs: { '/run/secrets': 'size=1m,password=***' } } })
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
