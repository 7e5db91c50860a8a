import { deepEqual, equal } from 'node:assert/strict'
import { defaultSettings } from '../../../../api/v1/settings.ts'
import type { Accepted } from '../../../../store/source/acceptance/accepted.ts'
import {
  type Loss,
  type LossInput,
  type Missing,
  noHistory,
  planLosses,
} from '../../../../store/source/acceptance/losses.ts'
import type { Heir } from '../../../../store/source/acceptance/hand-over.ts'
import type { OtherRoots } from '../../../../store/source/acceptance/other-roots.ts'
import { aService } from '../../../support/builders.ts'

const NOW = 10_000_000

function accepted(stack: string, index: number): Accepted {
  const service = aService()
  const name = `s${index}`
  return {
    id: `Service/${stack}/${name}`,
    object: { ...service, metadata: { ...service.metadata, name, namespace: stack, uid: `uid-${stack}-${name}` } },
    ...{ root: '/srv', file: `/srv/${name}.yaml`, fileHash: '', hash: '' },
  }
}

const several = (stack: string, count: number) => Array.from({ length: count }, (_, index) => accepted(stack, index))

/** The other roots, of which one declares these, just as they were accepted where the hash is none. */
function claimed(all: readonly Accepted[], hash = ''): OtherRoots {
  const claims = all.map(({ id }) => {
    const claim = { manifest: { id, hash }, file: { file: '/moved/it.yaml' } } as unknown as Heir['claim']
    return [id, [{ root: '/moved', claim }]] as const
  })
  return { claims: new Map(claims), unread: new Map(), lacking: new Map() }
}

/** Ten services of `shop` and one of `blog`. */
const SHOP = several('shop', 10)
const BLOG = several('blog', 1)

interface Case extends Partial<Omit<LossInput, 'missing' | 'history'>> {
  /** What is missing. */
  readonly gone: readonly Accepted[]
  /** Since when, ms ago; absent: this is the first reading without it. */
  readonly agoMs?: number
  readonly seen?: Partial<Missing>
  /** How many others were lost before, and how long ago, ms. */
  readonly lost?: readonly [count: number, agoMs: number]
}

function inputOf({ gone, agoMs, seen, lost: [count, lostMs] = [0, 0], ...more }: Case): LossInput {
  const declared = more.declared ?? [...SHOP, ...BLOG]
  const stays = declared.filter((each) => !gone.includes(each))
  const since = agoMs === undefined ? undefined : NOW - agoMs
  const entry = { since: since ?? NOW, committed: false, ...seen }
  const lost = Array.from(
    { length: count },
    (_, index): Loss => ({ at: NOW - lostMs, since: NOW - lostMs, id: `Service/old/s${index}`, declared: 12 }),
  )
  return {
    ...{ root: '/srv', declared, missing: gone, isEmpty: false, committed: false, approvals: new Set() },
    ...{ now: NOW, steady: NOW, settings: defaultSettings, named: new Map() },
    stacksAfter: new Set(stays.map(({ object }) => object.metadata.namespace ?? '')),
    history: { ...noHistory, lost, missing: new Map(since === undefined ? [] : gone.map(({ id }) => [id, entry])) },
    ...more,
  }
}

function said({ deletions, hold, pending }: ReturnType<typeof planLosses>): string {
  if (hold) return hold.reason
  const waits = pending.map(({ dueAt }) => ` in ${dueAt - NOW}`)
  return `${deletions.length > 0 ? `delete ${deletions.length}` : 'keep'}${[...new Set(waits)].join(',')}`
}

describe('what is done about resources that are missing from a whole reading (S2, S3)', () => {
  const [one] = SHOP
  const first = one ? [one] : []
  for (const [sentence, given, wants] of [
    ['is nothing the first time', { gone: first }, 'keep in 5000'],
    ['is nothing before the second reading', { gone: first, agoMs: 4_999 }, 'keep in 1'],
    ['is their deletion then', { gone: first, agoMs: 5_000 }, 'delete 1'],
    ['is nothing for longer where it is a whole stack', { gone: BLOG, agoMs: 29_999 }, 'keep in 1'],
    ['is the deletion of a whole stack then', { gone: BLOG, agoMs: 30_000 }, 'delete 1'],
    [
      'goes on where an earlier process waited',
      { gone: BLOG, agoMs: 5_000, seen: { beforeMs: 20_000 } },
      'keep in 5000',
    ],
    [
      'is to be seen missing twice by each process, however long one before waited',
      { gone: BLOG, agoMs: 1_000, seen: { beforeMs: 90_000 } },
      'keep in 4000',
    ],
    ['is at once a deletion that a commit made', { gone: BLOG, agoMs: 0, seen: { committed: true } }, 'delete 1'],
    ['is the deletion of five of ten', { gone: SHOP.slice(0, 5), agoMs: 5_000 }, 'delete 5'],
    ['waits for a person where there are more', { gone: SHOP.slice(0, 6), agoMs: 5_000 }, 'LossesNeedApproval'],
    [
      'waits for nobody where they are no large share',
      { gone: SHOP.slice(0, 6), agoMs: 5_000, declared: [...SHOP, ...several('wiki', 10)] },
      'delete 6',
    ],
    [
      'waits for a person where they add up with those before',
      { gone: first, agoMs: 5_000, lost: [5, 599_999] },
      'LossesNeedApproval',
    ],
    ['adds up nothing that is long ago', { gone: first, agoMs: 5_000, lost: [5, 600_000] }, 'delete 1'],
    [
      'waits for a person where no stack is left',
      { gone: BLOG, agoMs: 90_000, declared: BLOG },
      'LastStackNeedsApproval',
    ],
    [
      'waits for nobody where another root declares all of the last stack',
      { gone: BLOG, agoMs: 90_000, declared: BLOG, others: claimed(BLOG) },
      'delete 1',
    ],
    [
      'waits for nobody where another root declares all that was in a root without any manifest left',
      { gone: [...SHOP, ...BLOG], agoMs: 90_000, isEmpty: true, others: claimed([...SHOP, ...BLOG]) },
      'delete 11',
    ],
    [
      'waits for a person where no manifest is left, and another root declares a part',
      { gone: [...SHOP, ...BLOG], agoMs: 90_000, isEmpty: true, others: claimed(SHOP) },
      'RootEmptied',
    ],
    [
      'waits for a person where another root declares it otherwise, as an older copy does',
      { gone: BLOG, agoMs: 90_000, isEmpty: true, declared: BLOG, others: claimed(BLOG, 'older') },
      'RootEmptied',
    ],
    [
      'waits for nobody where another root declares it otherwise, and a commit took it from here',
      { gone: BLOG, agoMs: 90_000, declared: BLOG, others: claimed(BLOG, 'newer'), seen: { committed: true } },
      'delete 1',
    ],
    [
      'is as long a wait where another root declares it, as it may be on its way back',
      { gone: BLOG, agoMs: 29_999, isEmpty: true, declared: BLOG, others: claimed(BLOG) },
      'keep in 1',
    ],
    [
      'does not count what another root declares among many',
      { gone: SHOP.slice(0, 6), agoMs: 5_000, others: claimed(SHOP.slice(0, 1)) },
      'delete 6',
    ],
    ['waits for a person where no manifest is left', { gone: BLOG, agoMs: 90_000, isEmpty: true }, 'RootEmptied'],
    [
      'waits for a person however clearly a commit says so',
      { gone: SHOP.slice(0, 6), agoMs: 5_000, seen: { committed: true }, committed: true },
      'LossesNeedApproval',
    ],
  ] as readonly (readonly [string, Case, string])[])
    it(sentence, () => equal(said(planLosses(inputOf(given))), wants))

  it('is done once it is approved, as that very set, and is not counted again', () => {
    const given = { gone: SHOP.slice(0, 6), agoMs: 5_000, lost: [5, 1_000] } as const
    const { hold } = planLosses(inputOf(given))
    const approvals = new Set([hold?.id ?? ''])
    const { history, ...plan } = planLosses(inputOf({ ...given, approvals }))
    deepEqual([said({ history, ...plan }), plan.approved, history.lost], ['delete 6', hold?.id, []])
    equal(said(planLosses(inputOf({ ...given, gone: SHOP.slice(0, 7), approvals }))), 'LossesNeedApproval')
  })

  it('begins its wait anew once a hold ends, as the files may be on their way back (S2)', () => {
    const held = planLosses(inputOf({ gone: SHOP.slice(0, 6), agoMs: 5_000 })).history
    const gone = SHOP.slice(0, 5)
    equal(said(planLosses({ ...inputOf({ gone }), history: held })), 'keep in 5000')
  })

  it('leaves what is deleted counted, and nothing of it missing', () => {
    const { history } = planLosses(inputOf({ gone: first, agoMs: 5_000 }))
    const lost = history.lost.map(({ id, declared }) => [id, declared])
    deepEqual([lost, [...history.missing]], [[['Service/shop/s0', 11]], []])
  })
})
