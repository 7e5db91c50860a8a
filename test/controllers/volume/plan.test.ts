import { deepEqual } from 'node:assert/strict'
import {
  type Found,
  planVolume,
  type HostVolume,
  type VolumeAction,
  type VolumeView,
} from '../../../controllers/volume/plan.ts'
import { finalizers } from '../../../api/v1/labels.ts'
import type { NodeHold } from '../../../controllers/holds/node-hold.ts'
import type { UsedElsewhere } from '../../../controllers/holds/used-elsewhere.ts'
import { ago, aVolume } from '../../support/builders.ts'

const ours: HostVolume = { ours: true }
const silent: NodeHold = { reason: 'HostUnreachable', because: 'a does not answer' }
const other: NodeHold = { reason: 'EngineChanged', because: 'another engine answers there' }

interface Given {
  readonly volume?: VolumeView['volume']
  readonly users?: readonly string[]
  readonly found: Found
  readonly approved?: boolean
  readonly leaving?: boolean
  /** No service is to have tasks that mount it. */
  readonly isUnwanted?: boolean
  /** A create there got no answer. */
  readonly mayCome?: boolean
  /** Who uses it there through another resource. */
  readonly elsewhere?: UsedElsewhere
}

function view(given: Given): VolumeView {
  const { volume = aVolume(), users = ['web-1'], found, approved, leaving, mayCome, elsewhere } = given
  return {
    volume,
    hostName: 'shop_data',
    users: new Map([['a', users]]),
    staying: new Set(leaving || users.length === 0 ? [] : ['a']),
    onHost: new Map([['a', found]]),
    approved: new Set(approved ? ['a'] : []),
    awaited: given.isUnwanted !== true,
    mayCome: new Set(mayCome ? ['a'] : []),
    ...(elsewhere ? { elsewhere: new Map([['a', elsewhere]]) } : {}),
  }
}

const seen = { nodes: [{ node: 'a', seen: true }] }
const gone = { deletionTimestamp: ago(0) }
/** Deleted by `delete --volumes`. */
const goneWithData = { ...gone, finalizers: [finalizers.volume, finalizers.volumeData] }

describe('planVolume', () => {
  for (const { it: sentence, given, wants } of [
    { it: 'makes it where a task mounts it', given: { found: 'absent' }, wants: ['create'] },
    { it: 'makes none where no task mounts it', given: { found: 'absent', users: [] }, wants: [] },
    { it: 'makes none for tasks that leave', given: { found: 'absent', leaving: true }, wants: [] },
    {
      it: 'is lost to no tasks that leave',
      given: { found: 'absent', leaving: true, volume: aVolume({}, seen) },
      wants: [],
    },
    {
      it: 'is lost to no tasks that leave, where another is in its place',
      given: { found: { ours: false }, leaving: true, volume: aVolume({}, seen) },
      wants: [],
    },
    { it: 'does nothing where it is as declared', given: { found: ours }, wants: ['keep'] },
    { it: 'waits while the host does not answer (S5)', given: { found: silent }, wants: ['hold HostUnreachable'] },
    {
      it: 'says why nothing is known while no host answers, for tasks to come',
      given: { found: silent, users: [] },
      wants: ['hold HostUnreachable'],
    },
    {
      it: 'says nothing of it where no task is to come',
      given: { found: silent, users: [], isUnwanted: true },
      wants: [],
    },
    { it: 'makes none on an engine that nobody approved', given: { found: other }, wants: ['hold EngineChanged'] },
    {
      it: 'is lost on no engine that nobody approved',
      given: { found: other, volume: aVolume({}, seen) },
      wants: ['hold EngineChanged'],
    },
    {
      it: 'waits with its removal for a silent host where a task is that mounts it: that may have made it',
      given: { found: silent, volume: aVolume({}, {}, goneWithData) },
      wants: ['hold HostUnreachable'],
    },
    {
      it: 'waits with its removal for no silent host that it never had to do with',
      given: { found: silent, users: [], volume: aVolume({}, {}, goneWithData) },
      wants: [],
    },
    {
      it: 'keeps data on an engine that nobody approved',
      given: { found: other, users: [], volume: aVolume({}, seen, goneWithData) },
      wants: ['hold EngineChanged'],
    },
    {
      it: 'adopts what is to be ours, mounted or not, whatever its options',
      given: { found: { ours: false, adoptable: true, difference: 'its driver is nfs' }, users: [] },
      wants: ['adopt'],
    },
    {
      it: 'adopts nothing in the place of ours that is lost (S4)',
      given: { found: { ours: false, adoptable: true }, volume: aVolume({}, seen) },
      wants: ['hold VolumeLost'],
    },
    {
      it: 'does not replace lost data by an empty volume',
      given: { found: 'absent', volume: aVolume({}, seen) },
      wants: ['hold VolumeLost'],
    },
    {
      it: 'takes another in the place of ours for a loss',
      given: { found: { ours: false }, volume: aVolume({}, seen) },
      wants: ['hold VolumeLost'],
    },
    {
      it: 'remembers the loss while no task mounts it',
      given: { found: { ours: false }, users: [], volume: aVolume({}, seen) },
      wants: [],
    },
    {
      it: 'uses another in the place of ours when a person approved it',
      given: { found: { ours: false }, volume: aVolume({}, seen), approved: true },
      wants: ['keep'],
    },
    {
      it: 'uses another in the place of ours when the manifest says so',
      given: { found: { ours: false }, volume: aVolume({ recreate: true }, seen) },
      wants: ['keep'],
    },
    {
      it: 'uses one that was always of others',
      given: { found: { ours: false }, volume: aVolume({}, { nodes: [{ node: 'a', seen: true, foreign: true }] }) },
      wants: ['keep'],
    },
    {
      it: 'uses an external one whoever made it',
      given: { found: { ours: false }, volume: aVolume({ external: true }, seen) },
      wants: ['keep'],
    },
    {
      it: 'makes one once more whose create failed, so that its engine keeps the labels',
      given: { found: { ours: true, halfMade: true } },
      wants: ['create'],
    },
    {
      it: 'makes an empty one when a person approved it',
      given: { found: 'absent', volume: aVolume({}, seen), approved: true },
      wants: ['create'],
    },
    {
      it: 'makes an empty one when the manifest says so',
      given: { found: 'absent', volume: aVolume({ recreate: true }, seen) },
      wants: ['create'],
    },
    {
      it: 'says that an external one is missing',
      given: { found: 'absent', volume: aVolume({ external: true }) },
      wants: ['hold ExternalMissing'],
    },
    {
      it: 'does not change one that differs',
      given: { found: { ours: true, difference: 'its driver is nfs' } },
      wants: ['hold SpecDiffers'],
    },
    {
      it: 'lets one be that differs while no task mounts it',
      given: { found: { ours: true, difference: 'its driver is nfs' }, users: [] },
      wants: ['keep'],
    },
    {
      it: 'uses one of a swarm only unless that runs',
      given: { found: { ours: false, swarm: 'shop' } },
      wants: ['keep unless shop runs'],
    },
    {
      it: 'has nothing to do with one of a swarm while no task mounts it',
      given: { found: { ours: false, swarm: 'shop' }, users: [] },
      wants: [],
    },
    { it: 'makes one where none is listed or known', given: { found: 'unlisted' }, wants: ['create'] },
    {
      it: 'asks by its name for one that was there and is unlisted',
      given: { found: 'unlisted', volume: aVolume({}, seen) },
      wants: ['look'],
    },
    {
      it: 'asks by its name for an external one that is unlisted',
      given: { found: 'unlisted', volume: aVolume({ external: true }) },
      wants: ['look'],
    },
    {
      it: 'asks for one that was there and is unlisted before it is taken for removed',
      given: { found: 'unlisted', users: [], volume: aVolume({}, seen, goneWithData) },
      wants: ['look'],
    },
    {
      it: 'has nothing to remove where it never was and none is listed',
      given: { found: 'unlisted', users: [], volume: aVolume({}, {}, goneWithData) },
      wants: [],
    },
    {
      it: 'keeps data when the manifest goes, whatever that said (S4)',
      given: {
        found: ours,
        users: [],
        volume: aVolume({ reclaimPolicy: 'Delete' } as object, seen, { ...gone, finalizers: [finalizers.volume] }),
      },
      wants: [],
    },
    {
      it: 'removes it when a person said so',
      given: { found: ours, users: [], volume: aVolume({}, seen, goneWithData) },
      wants: ['remove'],
    },
    {
      it: 'waits with its removal for what may make it still',
      given: { found: 'absent', users: [], mayCome: true, volume: aVolume({}, {}, goneWithData) },
      wants: ['hold UnderWay'],
    },
    {
      it: 'waits with its removal for a silent host that may have made it, as it was asked to',
      given: { found: silent, users: [], mayCome: true, volume: aVolume({}, {}, goneWithData) },
      wants: ['hold HostUnreachable'],
    },
    {
      it: 'waits with its removal for a task that leaves, and uses it through another resource',
      given: {
        found: ours,
        users: [],
        elsewhere: { stay: [], go: ['blog-1'] },
        volume: aVolume({}, seen, goneWithData),
      },
      wants: ['hold InUse'],
    },
    {
      it: 'never removes one that a task goes on using through another resource',
      given: {
        found: ours,
        users: [],
        elsewhere: { stay: [{ name: 'blog-1', service: 'blog/blog' }], go: [] },
        volume: aVolume({}, seen, goneWithData),
      },
      wants: ['hold UsedElsewhere'],
    },
    {
      it: 'never removes an external one, whoever made it (S4)',
      given: { found: ours, users: [], volume: aVolume({ external: true }, seen, goneWithData) },
      wants: [],
    },
    {
      it: 'removes it after its last user',
      given: { found: ours, volume: aVolume({}, seen, goneWithData) },
      wants: ['hold InUse'],
    },
    {
      it: 'never removes one that it did not make (S4)',
      given: { found: { ours: false }, users: [], volume: aVolume({}, seen, goneWithData) },
      wants: [],
    },
  ] as readonly { it: string; given: Given; wants: string[] }[])
    it(sentence, () => deepEqual(planVolume(view(given)).map(words), wants))

  for (const [there, wants] of [
    [[], 'a has no volume shop_data: create it, or take external away'],
    [
      ['b'],
      'a has no volume shop_data, which is on b: keep the tasks that mount it there, as with the constraint node.name==b, or create another one',
    ],
    [
      ['b', 'c'],
      'a has no volume shop_data, which is on b, c: keep the tasks that mount it there, or create another one',
    ],
  ] as const)
    it(`says of an external one where it is: ${there.join() || 'nowhere'}`, () => {
      const missing = view({ found: 'absent', volume: aVolume({ external: true }) })
      const onHost = new Map<string, Found>([
        ...missing.onHost,
        ...there.map((node) => [node, { ours: false }] as const),
      ])
      deepEqual(
        planVolume({ ...missing, onHost }).flatMap((action) => (action.do === 'hold' ? [action.because] : [])),
        [wants],
      )
    })
})

function words(action: VolumeAction): string {
  if (action.do === 'hold') return `hold ${action.reason}`
  return 'unlessSwarm' in action ? `${action.do} unless ${action.unlessSwarm} runs` : action.do
}
