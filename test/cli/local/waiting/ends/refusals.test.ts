import { deepEqual } from 'node:assert/strict'
import type { V1Task } from '../../../../../api/v1/generated/types.ts'
import type { ObjectOf } from '../../../../../api/v1/kinds.ts'
import { createRefusals, refusedIn } from '../../../../../cli/local/waiting/ends/refusals.ts'
import { aNetwork, aTask, aVolume } from '../../../../support/builders.ts'
import { aCore } from '../../local-core.ts'

function aNotReady(reason: string, generation = 1): ObjectOf {
  const conditions = [{ type: 'Ready', status: 'False' as const, reason, lastTransitionTime: '1999-01-01T00:00:00Z' }]
  return { ...aNetwork({}, { generation }), status: { conditions } } as ObjectOf
}

/** Since when what stood so in looks one second apart is refused, by the last of them. */
function sinceAfter(...looks: readonly ObjectOf[]): number | undefined {
  const note = createRefusals()
  const seen = looks.map((object, index) => note({ objects: [object], tasks: [] }, index * 1_000))
  return seen.at(-1)?.get('Network/shop/default')
}

const REFUSED = aNotReady('RefusedByEngine')

describe('since when an engine refuses something', () => {
  for (const { it: sentence, looks, since } of [
    { it: 'is since this wait saw it, however long it was not ready', looks: [REFUSED, REFUSED, REFUSED], since: 0 },
    { it: 'is since it was the reason', looks: [aNotReady('UnderWay'), REFUSED, REFUSED], since: 1_000 },
    { it: 'is as before while the engine takes its time', looks: [REFUSED, aNotReady('UnderWay'), REFUSED], since: 0 },
    { it: 'begins anew with another reason', looks: [aNotReady('CallFailed'), REFUSED], since: 1_000 },
    {
      it: 'begins anew where something else is asked for',
      looks: [REFUSED, aNotReady('RefusedByEngine', 2)],
      since: 1_000,
    },
    { it: 'begins anew after something else', looks: [REFUSED, aNotReady('SpecDiffers'), REFUSED], since: 2_000 },
    { it: 'is that of what is to go, too', looks: [aNotReady('CallFailed'), aNotReady('KeptByEngine')], since: 1_000 },
    {
      it: 'is that of bytes that can’t be put on a node, too',
      looks: [REFUSED, aNotReady('DeliveryFailed')],
      since: 1_000,
    },
    { it: 'is unknown of what stands for other reasons', looks: [aNotReady('SpecDiffers')] },
  ])
    it(sentence, () => deepEqual(sinceAfter(...looks), since))
})

describe('since when something that is to go is in the way', () => {
  it('is since the tasks that use it have stopped, however long they take', () => {
    const note = createRefusals()
    const task = aTask(1, 'r1')
    const retiring: V1Task = { ...task, spec: { ...task.spec, desiredState: 'Removed' } }
    const since = [[retiring], [retiring], [], []].map((tasks, index) =>
      note({ objects: [aNotReady('InUse')], tasks }, index * 1_000).get('Network/shop/default'),
    )
    deepEqual(since, [undefined, undefined, 2_000, 2_000])
  })
})

describe('what an engine refused last', () => {
  it('is found in its stack, of networks and volumes', () => {
    const { store } = aCore('/nowhere')
    const ready = (reason: string) => ({ conditions: [{ type: 'Ready', status: 'False' as const, reason }] })
    for (const [name, reason] of [
      ['one', 'RefusedByEngine'],
      ['two', 'SpecDiffers'],
    ] as const) {
      store.create('Network', aNetwork({}, { name }))
      store.putStatus('Network', `shop/${name}`, ready(reason))
    }
    store.create('Volume', aVolume())
    const { name = '' } = [...store.list('Volume').values()][0]?.metadata ?? {}
    store.putStatus('Volume', `shop/${name}`, ready('CallFailed'))
    deepEqual(refusedIn(store, ['shop', 'other']), ['Network/shop/one', `Volume/shop/${name}`])
    deepEqual(refusedIn(store, ['other']), [])
  })
})
