import { deepEqual } from 'node:assert/strict'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { type DeliveryView, type Left, planDelivery, type Wanted } from '../../../controllers/delivery/plan.ts'
import { ago } from '../../support/builders.ts'

const place = { node: 'a', directory: '/run/reconcile/default/shop/secrets/token-1' }
const reference = { kind: 'Secret' as const, name: 'token', target: '/run/secrets/token', uid: 0, gid: 0, mode: 0o444 }
const path = { directory: place.directory, file: 'token' }
const wanted: Wanted = { node: 'a', reference, path, delivered: false, task: 'web-1' }

interface Given {
  readonly isLeaving?: boolean
  readonly isFound?: boolean
  readonly wanted?: readonly Wanted[]
  readonly left?: readonly Left[]
  readonly silent?: readonly string[]
}

function view({ isLeaving = false, isFound = true, wanted = [], left = [], silent = [] }: Given): DeliveryView {
  const metadata = { name: 'token', namespace: 'shop', ...(isLeaving ? { deletionTimestamp: ago(0) } : {}) }
  return {
    object: { apiVersion: API_VERSION, kind: 'Secret', metadata, spec: {} },
    content: isFound ? { found: true, hash: 'h' } : { found: false, because: 'its file is not there' },
    wanted,
    left,
    silent: new Set(silent),
  }
}

describe('planDelivery', () => {
  for (const { it: sentence, given, wants } of [
    { it: 'delivers where a task waits', given: { wanted: [wanted] }, wants: ['deliver'] },
    { it: 'delivers once', given: { wanted: [{ ...wanted, delivered: true }] }, wants: [] },
    { it: 'waits for a host', given: { wanted: [wanted], silent: ['a'] }, wants: ['hold HostUnreachable'] },
    { it: 'holds without the bytes', given: { isFound: false, wanted: [wanted] }, wants: ['hold SourceMissing'] },
    { it: 'leaves what is used', given: { left: [{ ...place, usedBy: 'web-1' }] }, wants: [] },
    { it: 'collects what nobody uses', given: { left: [place] }, wants: ['collect'] },
    {
      it: 'collects nothing while nobody knows which bytes are those of now',
      given: { isFound: false, left: [place] },
      wants: ['hold SourceMissing'],
    },
    { it: 'collects nothing on a silent host', given: { left: [{ ...place, host: 'silent' as const }] }, wants: [] },
    { it: 'forgets a node that is gone', given: { left: [{ ...place, host: 'gone' as const }] }, wants: ['forget'] },
    { it: 'collects everything when it is deleted', given: { isLeaving: true, left: [place] }, wants: ['collect'] },
    {
      it: 'waits with its deletion for who mounts it',
      given: { isLeaving: true, left: [{ ...place, usedBy: 'web-1' }] },
      wants: ['hold InUse'],
    },
    {
      it: 'waits with its deletion for a silent host',
      given: { isLeaving: true, left: [{ ...place, host: 'silent' as const }] },
      wants: ['hold HostUnreachable'],
    },
    {
      it: 'waits for no node that is gone',
      given: { isLeaving: true, left: [{ ...place, host: 'gone' as const }] },
      wants: ['forget'],
    },
    { it: 'delivers nothing when it is deleted', given: { isLeaving: true, wanted: [wanted] }, wants: [] },
  ] as readonly { it: string; given: Given; wants: string[] }[])
    it(sentence, () =>
      deepEqual(
        planDelivery(view(given)).map((action) => (action.do === 'hold' ? `hold ${action.reason}` : action.do)),
        wants,
      ),
    )
})
