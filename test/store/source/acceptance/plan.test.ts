import assert from 'node:assert/strict'
import type { V1Service } from '../../../../api/v1/generated/types.ts'
import { defaultSettings } from '../../../../api/v1/settings.ts'
import { withDefaults } from '../../../../api/v1/validation/defaults.ts'
import type { Accepted } from '../../../../store/source/acceptance/accepted.ts'
import { holdOf } from '../../../../store/source/facts/hold.ts'
import { noHistory, type RootHistory } from '../../../../store/source/acceptance/losses.ts'
import { type AcceptanceInput, planAcceptance } from '../../../../store/source/acceptance/plan.ts'
import { readText } from '../../../../store/source/reading/read-applied.ts'
import { declaredHash, passedLink } from '../../../../store/source/reading/reading.ts'
import { service } from '../world.ts'

const now = 1_000_000
const context = { variable: () => undefined, readFile: () => new Error('none') }
const fileOf = (name: string, text = service(name)) => readText({ file: `/srv/${name}.yaml`, text }, context, [])

function accepted(name: string, changed: Partial<Accepted> & { deleting?: boolean } = {}): Accepted {
  const [manifest] = fileOf(name).manifests
  assert.ok(manifest)
  const { deleting, ...origin } = changed
  const object = withDefaults(manifest.object as V1Service)
  const metadata = {
    ...object.metadata,
    uid: `uid-${name}`,
    ...(deleting ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}),
  }
  return {
    id: `Service/shop/${name}`,
    object: { ...object, metadata },
    root: '/srv',
    file: `/srv/${name}.yaml`,
    fileHash: fileOf(name).hash,
    hash: declaredHash(manifest.object),
    ...origin,
  }
}

const missing = (ago: number, ...names: string[]): RootHistory => ({
  ...noHistory,
  missing: new Map(names.map((name) => [`Service/shop/${name}`, { since: now - ago, committed: false }])),
})

interface Case {
  readonly files: readonly ReturnType<typeof fileOf>[]
  readonly accepted: readonly Accepted[]
  readonly more?: Partial<AcceptanceInput>
  readonly incomplete?: boolean
}

function decide({ files, accepted, more = {}, incomplete = false }: Case): string[] {
  const plan = planAcceptance({
    root: '/srv',
    reading: {
      files: new Map(files.map((file) => [file.file, file])),
      committed: false,
      ...(incomplete ? { incomplete: { reason: 'RootVanished', message: 'gone' } as const } : {}),
    },
    accepted: new Map(accepted.map((each) => [each.id, each])),
    history: noHistory,
    approvals: new Set(),
    mayDelete: true,
    now,
    settings: defaultSettings,
    ...more,
  })
  const words = plan.actions.map((action) => {
    if (action.do === 'accept') return `accept ${action.claim.manifest.object.metadata.name}`
    if (action.do === 'delete') return `delete ${action.id.slice(13)}`
    if (action.do === 'hand over') return `hand over ${action.accepted.id.slice(13)} to ${action.heir.root}`
    return action.do === 'keep' ? `keep ${action.file}` : `hold ${action.hold.reason} ${action.hold.resources.length}`
  })
  return [
    ...words,
    ...plan.errors.map(({ reason }) => `error ${reason}`),
    ...(plan.againIn ? [`again in ${plan.againIn}`] : []),
  ]
}

const others = ['a', 'b', 'c'].map((name) => accepted(name))
const otherFiles = ['a', 'b', 'c'].map((name) => fileOf(name))
const ten = Array.from({ length: 10 }, (_, index) => `n${index}`)

const applied = (name: string, more: Partial<Accepted> = {}) => accepted(name, { ...more, root: 'desired' })

const ofOther = (name: string, file: string) => accepted(name, { root: '/other', file })

const table: readonly (readonly [string, Case, string[]])[] = [
  ['accepts what is new', { files: [fileOf('web')], accepted: [] }, ['accept web']],
  ['leaves what is equal', { files: [fileOf('a')], accepted: [accepted('a')] }, []],
  [
    'accepts what is equal when it was changed by a command',
    { files: [fileOf('a')], accepted: [accepted('a')], more: { again: true } },
    ['accept a'],
  ],
  [
    'accepts a change',
    { files: [fileOf('a', service('a', { replicas: 2 }))], accepted: [accepted('a')] },
    ['accept a'],
  ],
  [
    'accepts what is being deleted, to come again',
    { files: [fileOf('a')], accepted: [accepted('a', { deleting: true })] },
    ['accept a'],
  ],
  [
    'keeps a broken file',
    { files: [fileOf('a', 'a: [')], accepted: [accepted('a')] },
    ['keep /srv/a.yaml', 'error SourceUnparsable'],
  ],
  [
    'keeps an invalid file',
    { files: [fileOf('a', service('a', { replicas: -1 }))], accepted: [accepted('a')] },
    ['keep /srv/a.yaml', 'error SourceInvalid'],
  ],
  [
    'passes by a link to a directory elsewhere',
    { files: [passedLink('/srv/data', { leads: 'out', reason: 'leads out' })], accepted: [], more: {} },
    [],
  ],
  [
    'keeps what was accepted from below a link that leads elsewhere now',
    {
      files: [passedLink('/srv/data', { leads: 'out', reason: 'leads out' }), ...otherFiles],
      accepted: [...others, accepted('x', { file: '/srv/data/x.yaml' })],
    },
    ['keep /srv/data', 'error SourceUnreadable', 'error DeletionHeldBack'],
  ],
  ['waits 5 s with what is missing', { files: otherFiles, accepted: [...others, accepted('x')] }, ['again in 5000']],
  [
    'waits for the rest of 5 s',
    { files: otherFiles, accepted: [...others, accepted('x')], more: { history: missing(3_000, 'x') } },
    ['again in 2000'],
  ],
  [
    'deletes after 5 s',
    { files: otherFiles, accepted: [...others, accepted('x')], more: { history: missing(5_000, 'x') } },
    ['delete x'],
  ],
  [
    'deletes nothing before all is listed',
    {
      files: otherFiles,
      accepted: [...others, accepted('x')],
      more: { history: missing(5_000, 'x'), mayDelete: false },
    },
    [],
  ],
  [
    'deletes nothing by an incomplete reading',
    {
      files: otherFiles,
      accepted: [...others, accepted('x')],
      more: { history: missing(5_000, 'x') },
      incomplete: true,
    },
    ['error RootVanished'],
  ],
  [
    'deletes nothing beside a broken file',
    {
      files: [...otherFiles, fileOf('y', 'reconcile.dev: [')],
      accepted: [...others, accepted('x')],
      more: { history: missing(5_000, 'x') },
    },
    ['keep /srv/y.yaml', 'error SourceUnparsable', 'error DeletionHeldBack'],
  ],
  [
    'leaves what is being deleted already',
    {
      files: otherFiles,
      accepted: [...others, accepted('x', { deleting: true })],
      more: { history: missing(5_000, 'x') },
    },
    [],
  ],
  [
    'leaves what another root declares',
    {
      files: otherFiles,
      accepted: [...others, accepted('x', { root: '/two' })],
      more: { history: missing(5_000, 'x') },
    },
    [],
  ],
  [
    'leaves what is out of scope',
    {
      files: otherFiles,
      accepted: [...others, accepted('x')],
      more: { history: missing(5_000, 'x'), inScope: () => false },
    },
    [],
  ],
  [
    'holds the last stack',
    {
      files: [fileOf('z', 'apiVersion: reconcile.dev/v1\nkind: Node\nmetadata: {name: h}\nspec: {}')],
      accepted: [accepted('x')],
      more: { history: missing(5_000, 'x') },
    },
    ['accept h', 'hold LastStackNeedsApproval 1'],
  ],
  [
    'holds an emptied root',
    { files: [], accepted: [accepted('x')], more: { history: missing(99_000, 'x') } },
    ['hold RootEmptied 1'],
  ],
  [
    'holds 6 of 10',
    { files: ten.slice(6).map((name) => fileOf(name)), accepted: ten.map((name) => accepted(name)) },
    ['hold LossesNeedApproval 6'],
  ],
  [
    'holds none of 5 of 10',
    {
      files: ten.slice(5).map((name) => fileOf(name)),
      accepted: ten.map((name) => accepted(name)),
      more: { history: missing(5_000, ...ten.slice(0, 5)) },
    },
    ten.slice(0, 5).map((name) => `delete ${name}`),
  ],
  [
    'lets a name go to nobody that two files claim',
    { files: [fileOf('a'), { ...fileOf('a'), file: '/srv/a2.yaml' }], accepted: [] },
    ['error NameClaimed', 'error NameClaimed'],
  ],
  [
    'lets a name stay with its file',
    { files: [fileOf('a'), { ...fileOf('a'), file: '/srv/a2.yaml' }], accepted: [accepted('a')] },
    ['error NameClaimed'],
  ],
  [
    'lets no root take from another',
    { files: [fileOf('a')], accepted: [accepted('a', { root: '/other' })] },
    ['error NameClaimed'],
  ],
  [
    'tells once what a file of another root declares as well',
    {
      files: [fileOf('a', `${service('a')}---\n${service('b')}`)],
      accepted: [ofOther('a', '/other/a.yaml'), ofOther('b', '/other/a.yaml')],
    },
    ['error NameClaimed'],
  ],
  [
    'tells once for each file of another root that declares it',
    {
      files: [fileOf('a', `${service('a')}---\n${service('b')}`)],
      accepted: [ofOther('a', '/other/a.yaml'), ofOther('b', '/other/b.yaml')],
    },
    ['error NameClaimed', 'error NameClaimed'],
  ],
  [
    'lets a root have a stack that was applied from its files, and says the same',
    { files: [fileOf('a'), fileOf('b')], accepted: [applied('a'), applied('b')] },
    ['accept a', 'accept b'],
  ],
  [
    'lets no root have a part of a stack that was applied',
    { files: [fileOf('a'), fileOf('b')], accepted: [applied('a'), applied('b', { hash: 'before' })] },
    ['error NameClaimed'],
  ],
  [
    'lets a root have what was applied from another file, and stands in one of its own',
    { files: [fileOf('a')], accepted: [applied('a', { file: '/home/a.yaml' })] },
    ['accept a'],
  ],
  [
    'lets no root have what was applied from another file, and stands in two of its own',
    {
      files: [fileOf('a'), { ...fileOf('a'), file: '/srv/a2.yaml' }],
      accepted: [applied('a', { file: '/home/a.yaml' })],
    },
    ['error NameClaimed'],
  ],
]

describe('planAcceptance', () => {
  for (const [name, input, wanted] of table) it(name, () => assert.deepEqual(decide(input), wanted))

  it('counts earlier losses of the window, against what was declared at its start', () => {
    const files = ten.slice(2).map((name) => fileOf(name))
    const left = ten.map((name) => accepted(name))
    const lost = (count: number, ago: number) => ({
      ...missing(5_000, 'n0', 'n1'),
      lost: Array.from({ length: count }, (_, index) => ({
        at: now - ago,
        id: `Service/shop/l${index}`,
        declared: 15,
      })),
    })
    assert.deepEqual(decide({ files, accepted: left, more: { history: lost(4, 599_000) } }), [
      'hold LossesNeedApproval 2',
    ])
    assert.deepEqual(decide({ files, accepted: left, more: { history: lost(4, 600_000) } }), ['delete n0', 'delete n1'])
    assert.deepEqual(decide({ files, accepted: left, more: { history: lost(3, 1_000) } }), ['delete n0', 'delete n1'])
  })

  it('asks anew about a resource that was made anew', () => {
    const hold = (uid: string) => {
      const again = accepted('a')
      const resources = [
        { ...again, object: { ...again.object, metadata: { ...again.object.metadata, uid } } as V1Service },
      ]
      return holdOf({ root: '/srv', reason: 'LossesNeedApproval', resources, message: '' }).id
    }
    assert.notEqual(hold('1'), hold('2'))
  })

  it('is the same whatever the order of the files', () => {
    const files = [...otherFiles, fileOf('y', 'reconcile.dev: ['), { ...fileOf('a'), file: '/srv/a2.yaml' }]
    const input = { files, accepted: [...others, accepted('x')] }
    assert.deepEqual(decide({ ...input, files: [...files].reverse() }).sort(), decide(input).sort())
  })
})
