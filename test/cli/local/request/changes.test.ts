import { deepEqual, equal } from 'node:assert/strict'
import type { ObjectOf } from '../../../../api/v1/kinds.ts'
import { changesBetween } from '../../../../cli/local/request/changes.ts'

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

function aService(labels: Readonly<Record<string, string>> | undefined): ObjectOf {
  const metadata = { name: 'web', namespace: 'shop', ...(labels ? { labels } : {}) }
  return { apiVersion: 'reconcile.dev/v1', kind: 'Service', metadata, spec: { template: { image: 'web' } } }
}

describe('what changed of an object', () => {
  it('is said of annotations that people wrote, without secrets and without what kubectl keeps', () => {
    const annotated = (note: string, key: string) => {
      const annotations = { note, TOKEN: key, [LAST_APPLIED]: `{"note":"${note}"}`, 'reconcile.dev/root': note }
      const service = aService({})
      return { ...service, metadata: { ...service.metadata, annotations } } as ObjectOf
    }
    deepEqual(changesBetween(annotated('a', 'hunter2'), annotated('b', 'hunter3')), [
      'annotations.note a → b',
      'annotations.TOKEN is another, and not shown',
    ])
  })

  it('is said of replicas, with the scale before them and whether a file takes it back', () => {
    const scaled = (replicas: number, by?: string) => {
      const { metadata, ...service } = aService({})
      const annotations = by === undefined ? {} : { 'reconcile.dev/scaled': by }
      return { ...service, metadata: { ...metadata, annotations }, spec: { replicas, template: {} } } as ObjectOf
    }
    const before = scaled(5, 'scale, Tue 10:02')
    deepEqual(changesBetween(before, scaled(3)), ['replicas 5 (scale, Tue 10:02) → 3 (file)'])
    deepEqual(changesBetween(before, scaled(6, 'scale, Tue 10:03')), ['replicas 5 (scale, Tue 10:02) → 6'])
  })

  for (const [before, after, said] of [
    [{ tier: 'a' }, { tier: 'b' }, ['labels.tier a → b']],
    [undefined, { tier: 'b' }, ['labels.tier (none) → b']],
    [{ tier: 'a' }, undefined, ['labels.tier a → (none)']],
    // S9
    [{ DB_PASSWORD: 'hunter2' }, { DB_PASSWORD: 'hunter3' }, ['labels.DB_PASSWORD is another, and not shown']],
    [undefined, { DB_PASSWORD: 'hunter3' }, ['labels.DB_PASSWORD (none) → ***']],
  ] as const)
    it(`is said of labels: ${said.join()}`, () => deepEqual(changesBetween(aService(before), aService(after)), said))

  it('is said of variables by their names, where some come or go, and of secret ones without their values (S9)', () => {
    const having = (variables: Readonly<Record<string, string>>) => {
      const env = Object.entries(variables).map(([name, value]) => ({ name, value }))
      return { ...aService({}), spec: { template: { image: 'web', env } } } as ObjectOf
    }
    const before = having({ APP: 'a', DB_PASSWORD: 'hunter2', MODE: 'prod', TZ: 'UTC' })
    const after = having({ APP: 'b', DB_PASSWORD: 'hunter3', SMTP_PASSWORD: 'hunter4', TZ: 'UTC', X: '1' })
    deepEqual(changesBetween(before, after), [
      'template.env.APP a → b',
      'template.env.DB_PASSWORD is another, and not shown',
      'template.env.MODE prod → (none)',
      'template.env.SMTP_PASSWORD (none) → ***',
      'template.env.X (none) → 1',
    ])
    deepEqual(changesBetween(having({ A: '1', B: '2', C: '3' }), having({ B: '2', C: '4', D: '5' })), [
      'template.env.A 1 → (none)',
      'template.env.C 3 → 4',
      'template.env.D (none) → 5',
    ])
    const bare = { ...before, spec: { template: { image: 'web', env: [{ name: 'PROXY' }] } } } as ObjectOf
    deepEqual(changesBetween(bare, having({})), ['template.env.PROXY (without a value) → (none)'])
  })

  for (const [kind, remedy] of [
    ['Volume', 'a new one gets these'],
    ['Network', 'to make it anew, scale its services to 0 and back'],
  ] as const)
    it(`is said of the labels of a ${kind}, which one that is there does not get`, () => {
      const labelled = (a: string, more = {}) => {
        const metadata = { name: 'data', namespace: 'shop' }
        return { apiVersion: 'reconcile.dev/v1', kind, metadata, spec: { labels: { a }, ...more } } as ObjectOf
      }
      const kept = `a ${kind.toLowerCase()} that is there keeps the labels it has, as no engine changes them: ${remedy}`
      deepEqual(changesBetween(labelled('1'), labelled('2')), ['labels.a 1 → 2', kept])
      deepEqual(changesBetween(labelled('1'), labelled('1', { driver: 'x' })), ['driver (none) → x'])
      const external = { external: true }
      deepEqual(changesBetween(labelled('1', external), labelled('2', external)), ['labels.a 1 → 2'])
    })

  const aNetwork = (spec: object) => {
    const metadata = { name: 'n', namespace: 'shop' }
    return { apiVersion: 'reconcile.dev/v1', kind: 'Network', metadata, spec } as ObjectOf
  }
  const kept =
    'a network that is there keeps the options and addresses that are not declared any more: to make it anew, scale its services to 0 and back'
  const [a, b] = [{ subnet: '10.1.0.0/24' }, { subnet: 'fd00::/64' }]
  for (const [before, after, isSaid] of [
    [{ driverOpts: { mtu: '1400' } }, {}, true],
    [{ driverOpts: { mtu: '1400', x: '1' } }, { driverOpts: { x: '1' } }, true],
    [{ ipam: { config: [a] } }, {}, true],
    [{ ipam: { config: [a, b] } }, { ipam: { config: [a] } }, true],
    [{ ipam: { config: [{ ...a, gateway: '10.1.0.9' }] } }, { ipam: { config: [a] } }, true],
    [{}, { driverOpts: { mtu: '1400' }, ipam: { config: [a] } }, false],
    [{ ipam: { config: [a] } }, { ipam: { config: [b] } }, false],
    [{ internal: true }, {}, false],
    [{ driverOpts: { mtu: '1400' }, external: true }, { external: true }, false],
  ] as const)
    it(`is said of what a network that is there keeps: ${JSON.stringify([before, after])}`, () =>
      equal(changesBetween(aNetwork(before), aNetwork(after)).includes(kept), isSaid))

  const aConfig = (content: string): ObjectOf => ({
    ...{
      apiVersion: 'reconcile.dev/v1',
      kind: 'Config',
      metadata: { name: 'c', namespace: 'shop' },
      spec: { content },
    },
  })
  for (const [before, after, said] of [
    ['a\nb\nc\nd\n', 'a\nx\nc\nd\n', 'content is another in line 2'],
    ['a\nb\nc\nd\n', 'a\nx\ny\nz\nd\n', 'content is another in lines 2 to 4'],
    ['a\nb\nc\n', 'a\nc\n', 'content is another in line 2'],
    ['a\na\n', 'a\na\na\n', 'content is another in line 3'],
    ['a', 'b', 'content a → b'],
    // S9
    ['requirepass hunter2', 'requirepass hunter3', 'content is another, and not shown'],
    ['requirepass hunter2\nb', 'requirepass hunter3\nb', 'content is another in line 1'],
  ] as const)
    it(`is said of the content of a config by its lines: ${JSON.stringify([before, after])}`, () =>
      deepEqual(changesBetween(aConfig(before), aConfig(after)), [said]))

  it('has the line breaks of a value written out', () => {
    const withArgs = (text: string) => {
      const service = aService(undefined)
      return { ...service, spec: { template: { image: 'web', args: ['-c', text] } } } as ObjectOf
    }
    deepEqual(changesBetween(withArgs('a\nb'), withArgs('a b')), ['template.args[1] a\\nb → a b'])
  })
})
