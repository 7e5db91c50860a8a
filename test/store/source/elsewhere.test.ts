import { deepEqual } from 'node:assert/strict'
import { groupBy } from '../../../api/v1/group-by.ts'
import type { OtherRoots } from '../../../store/source/elsewhere.ts'
import { noHistory, type RootHistory } from '../../../store/source/losses.ts'
import { accepted, type Case, decide, fileOf, now, planOf } from './acceptance.ts'
import { service } from './world.ts'

const ten = Array.from({ length: 10 }, (_, index) => `n${index}`)
const others = ['a', 'b', 'c'].map((name) => accepted(name))
const otherFiles = ['a', 'b', 'c'].map((name) => fileOf(name))
const x = accepted('x')
const otherwise = service('x', { image: 'busybox:2' })
type Files = readonly ReturnType<typeof fileOf>[]
/** Other roots that declare files, and were read since something is missing, or not. */
const otherRoot = (files: Files, more: Partial<OtherRoots> = {}): OtherRoots => ({
  claims: groupBy(
    files.flatMap((file) =>
      file.manifests.map((manifest) => ({ root: '/b', claim: { manifest, file }, isSound: file.errors.length === 0 })),
    ),
    ({ claim }) => claim.manifest.id,
  ),
  ...{ lacking: new Set(), lastReading: 7, stalest: { root: '/b', reading: 7 }, faults: [] },
  ...more,
})
/** A file that can't be used for so long. */
const fault = (ago: number) => ({ in: '/b/x', since: now - ago, graceMs: 5_000 })
const since = (ago: number, ...names: string[]): RootHistory => ({
  ...noHistory,
  missing: new Map(names.map((name) => [`Service/shop/${name}`, { since: now - ago, committed: false, seenAs: 6 }])),
})
const table: readonly (readonly [string, Case, string[]])[] = [
  [
    'hands over what another root declares just so',
    { files: otherFiles, accepted: [...others, x], more: { others: otherRoot([fileOf('x')]), history: since(9, 'x') } },
    ['hand over x to /b'],
  ],
  [
    'judges nothing that another root may have, before that was read whole again',
    { files: otherFiles, accepted: [...others, x], more: { others: otherRoot([fileOf('x')]) } },
    ['again in 5000'],
  ],
  [
    'says for which root it waits, where that takes long',
    {
      files: otherFiles,
      accepted: [...others, x],
      more: { others: otherRoot([], { stalest: { root: '/b', reading: 6 } }), history: since(5_000, 'x') },
    },
    ['error DeletionHeldBack', 'again in 5000'],
  ],
  [
    'waits for a file of another root that broke when something went missing',
    {
      files: otherFiles,
      accepted: [...others, x],
      more: { others: otherRoot([], { faults: [fault(9_000)] }), history: since(5_000, 'x') },
    },
    ['error DeletionHeldBack', 'again in 5000'],
  ],
  [
    'waits for no file of another root that was broken long before',
    {
      files: otherFiles,
      accepted: [...others, x],
      more: { others: otherRoot([], { faults: [fault(10_000)] }), history: since(5_000, 'x') },
    },
    ['delete x'],
  ],
  [
    'waits with what another root declares otherwise as with a deletion',
    {
      files: otherFiles,
      accepted: [...others, x],
      more: { others: otherRoot([fileOf('x', otherwise)]), history: since(4_000, 'x') },
    },
    ['again in 1000'],
  ],
  [
    'hands over what another root declares otherwise in place of the deletion',
    {
      files: otherFiles,
      accepted: [...others, x],
      more: { others: otherRoot([fileOf('x', otherwise)]), history: since(5_000, 'x') },
    },
    ['hand over x to /b'],
  ],
  [
    'gives to the one that declares just so, of several',
    {
      files: otherFiles,
      accepted: [...others, x],
      more: { others: otherRoot([fileOf('x', otherwise), fileOf('x')]), history: since(9, 'x') },
    },
    ['hand over x to /b'],
  ],
  [
    'keeps what others declare otherwise, and more than once',
    {
      files: otherFiles,
      accepted: [...others, x],
      more: { others: otherRoot([fileOf('x', otherwise), fileOf('x', otherwise)]), history: since(60_000, 'x') },
    },
    [],
  ],
  [
    'hands over nine of ten, which are no loss',
    {
      files: [fileOf('kept')],
      accepted: [accepted('kept'), ...ten.map((name) => accepted(name))],
      more: { others: otherRoot(ten.slice(0, 9).map((name) => fileOf(name))), history: since(5_000, ...ten) },
    },
    [...ten.slice(0, 9).map((name) => `hand over ${name} to /b`), 'delete n9'],
  ],
  [
    'holds what others declare otherwise as any loss (S3)',
    {
      files: [fileOf('kept')],
      accepted: [accepted('kept'), ...ten.map((name) => accepted(name))],
      more: {
        others: otherRoot(ten.map((name) => fileOf(name, service(name, { image: 'old:0' })))),
        history: since(60_000, ...ten),
      },
    },
    ['hold LossesNeedApproval 10'],
  ],
  [
    'gives nothing of an emptied root to others (S2)',
    {
      files: [],
      accepted: ten.map((name) => accepted(name)),
      more: { others: otherRoot(ten.map((name) => fileOf(name))), history: since(60_000, ...ten) },
    },
    ['hold RootEmptied 10'],
  ],
]

describe('planAcceptance, beside other roots', () => {
  for (const [name, input, wanted] of table) it(name, () => deepEqual(decide(input), wanted))

  it('has what it declares, and another watched root has, as disputed, from however many files', () => {
    const disputed = (root: string, files: Files) =>
      [...planOf({ files, accepted: [accepted('a', { root })] }).disputed].map(([id, claims]) => [id, claims.length])
    const twice = [fileOf('a'), { ...fileOf('a'), file: '/srv/a2.yaml' }]
    deepEqual(disputed('/b', [fileOf('a')]), [['Service/shop/a', 1]])
    deepEqual(disputed('/b', twice), [['Service/shop/a', 2]])
    deepEqual(disputed('/srv', twice), [])
    deepEqual(disputed('desired', twice), [])
  })
})
