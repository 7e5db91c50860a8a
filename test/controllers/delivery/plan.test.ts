import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { holdReasons } from '../../../api/v1/reasons.ts'
import {
  type DeliveryView,
  type EngineAction,
  type Left,
  planAfterFailure,
  planDelivery,
  type Wanted,
} from '../../../controllers/delivery/plan.ts'
import { ago } from '../../support/builders.ts'

const place = { node: 'a', directory: '/run/reconcile/default/shop/secrets/token-1' }
const reference = { kind: 'Secret' as const, name: 'token', target: '/run/secrets/token', uid: 0, gid: 0, mode: 0o444 }
const path = { directory: place.directory, file: 'token' }
const silent = { reason: holdReasons.hostUnreachable, because: 'a does not answer' }
const changed = { reason: holdReasons.engineChanged, because: 'another engine answers' }
const wanted: Wanted = { node: 'a', reference, path, hash: 'h', delivered: false, task: 'web-1' }

interface Given {
  readonly isLeaving?: boolean
  readonly isFound?: boolean
  readonly isUndeclared?: boolean
  readonly wanted?: readonly Wanted[]
  readonly left?: readonly Left[]
  readonly host?: DeliveryView['onHost'] extends ReadonlyMap<string, infer H> ? H : never
}

function view(given: Given): DeliveryView {
  const { isLeaving = false, isFound = true, isUndeclared = false, wanted = [], left = [], host = 'open' } = given
  const metadata = { name: 'token', namespace: 'shop', ...(isLeaving ? { deletionTimestamp: ago(0) } : {}) }
  return {
    object: { apiVersion: API_VERSION, kind: 'Secret', metadata, spec: {} },
    content: isFound ? { found: true, hash: 'h' } : { found: false, because: 'its file is not there' },
    retained: new Set(['old']),
    wanted,
    left,
    awaited: true,
    undeclared: isUndeclared,
    onHost: new Map([['a', host]]),
  }
}

describe('planDelivery', () => {
  for (const { it: sentence, given, wants } of [
    { it: 'delivers where a task waits', given: { wanted: [wanted] }, wants: ['deliver'] },
    { it: 'delivers once', given: { wanted: [{ ...wanted, delivered: true }] }, wants: [] },
    { it: 'waits for a host', given: { wanted: [{ ...wanted, host: silent }] }, wants: ['hold HostUnreachable'] },
    {
      it: 'puts nothing on an engine that nobody approved',
      given: { wanted: [{ ...wanted, host: changed }] },
      wants: ['hold EngineChanged'],
    },
    {
      it: 'does not say that they are where they should be when no host answers',
      given: { host: silent, left: [{ ...place, host: silent }] },
      wants: ['keep', 'hold HostUnreachable'],
    },
    {
      it: 'delivers the copy of what it held before',
      given: { wanted: [{ ...wanted, hash: 'old' }] },
      wants: ['deliver'],
    },
    {
      it: 'delivers that even without the present bytes, of which there may be no copy',
      given: { isFound: false, wanted: [{ ...wanted, hash: 'old' }] },
      wants: ['hold SourceMissing', 'deliver'],
    },
    {
      it: 'fails where no copy of it is left',
      given: { wanted: [{ ...wanted, hash: 'older', host: silent }] },
      wants: ['hold BytesLost'],
    },
    { it: 'holds without the bytes', given: { isFound: false, wanted: [wanted] }, wants: ['hold SourceMissing'] },
    {
      it: 'misses nothing where its declaration went with its file, and delivers the copy',
      given: { isFound: false, isUndeclared: true, wanted: [{ ...wanted, hash: 'old' }], left: [place] },
      wants: ['deliver'],
    },
    { it: 'leaves what is used', given: { left: [{ ...place, usedBy: 'web-1' }] }, wants: ['keep'] },
    { it: 'collects what nobody uses', given: { left: [place] }, wants: ['collect'] },
    {
      it: 'collects nothing while nobody knows which bytes are those of now',
      given: { isFound: false, left: [place] },
      wants: ['hold SourceMissing'],
    },
    { it: 'collects nothing on a silent host', given: { left: [{ ...place, host: silent }] }, wants: ['keep'] },
    {
      it: 'collects nothing on an engine that nobody approved',
      given: { left: [{ ...place, host: changed }] },
      wants: ['keep'],
    },
    {
      it: 'delivers before it collects, so that the one does not wait for the other',
      given: { left: [place], wanted: [wanted] },
      wants: ['deliver', 'collect'],
    },
    { it: 'forgets a node that is gone', given: { left: [{ ...place, host: 'gone' as const }] }, wants: ['forget'] },
    { it: 'collects everything when it is deleted', given: { isLeaving: true, left: [place] }, wants: ['collect'] },
    {
      it: 'waits with its deletion for who mounts it',
      given: { isLeaving: true, left: [{ ...place, usedBy: 'web-1' }] },
      wants: ['hold InUse'],
    },
    {
      it: 'waits with its deletion for a silent host',
      given: { isLeaving: true, left: [{ ...place, host: silent }] },
      wants: ['hold HostUnreachable'],
    },
    {
      it: 'waits with its deletion for no silent host that had nothing of it',
      given: { isLeaving: true, host: silent },
      wants: [],
    },
    {
      it: 'waits with its deletion for no container of another home, which takes the bytes away',
      given: { isLeaving: true, left: [{ ...place, usedBy: 'web-1', isOthers: true }] },
      wants: ['forget'],
    },
    {
      it: 'waits with its deletion for a silent host, where nobody knows who mounts it by now',
      given: { isLeaving: true, left: [{ ...place, usedBy: 'web-1', isOthers: true, host: silent }] },
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

describe('an action that failed', () => {
  for (const { action, wants } of [
    {
      action: { do: 'deliver', node: 'a', wanted, because: '' },
      wants: { reason: 'DeliveryFailed', because: "its bytes can't be put on a: read-only" },
    },
    {
      action: { do: 'collect', node: 'a', place, because: '' },
      wants: { reason: 'CollectionFailed', because: `${place.directory} can't be taken off a: read-only` },
    },
  ] as readonly { action: EngineAction; wants: object }[])
    it(`is a hold on its place: ${action.do}`, () => {
      const failure = { words: 'read-only', isUnanswered: false }
      deepEqual(planAfterFailure(action, failure), { do: 'hold', node: 'a', place, ...wants })
      const { reason } = planAfterFailure(action, { ...failure, isUnanswered: true })
      equal(reason, 'Unanswered')
    })
})
