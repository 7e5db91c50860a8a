import { deepEqual } from 'node:assert/strict'
import type { V1Volume } from '../../../api/v1/generated/types.ts'
import { finalizers } from '../../../api/v1/labels.ts'
import { describeLines } from '../../../cli/output/describe.ts'
import { paint } from '../../../cli/output/paint.ts'
import { ago, aVolume, NOW } from '../../support/builders.ts'

const plain = { now: NOW, paint: paint(false), since: true }

function rowOf(label: string, object: V1Volume): string[] {
  const lines = describeLines({ object, related: [], events: [], places: [] }, plain)
  return lines.filter((line) => line.startsWith(`${label}:`)).map((line) => line.slice(16))
}

describe('describe', () => {
  for (const { it: sentence, volume, wants } of [
    { it: 'says that data stays', volume: aVolume(), wants: 'stays when this goes, unless by `delete --volumes`' },
    { it: 'says so of a volume that goes', volume: aVolume({}, {}, { deletionTimestamp: ago(0) }), wants: 'stays' },
    {
      it: 'says that data goes as a person said',
      volume: aVolume({}, {}, { deletionTimestamp: ago(0), finalizers: [finalizers.volumeData] }),
      wants: 'is removed with it',
    },
    { it: 'says whose data is not ours', volume: aVolume({ external: true }), wants: 'not ours; never removed' },
  ])
    it(`${sentence} (S4)`, () => deepEqual(rowOf('Data', volume), [wants]))

  it('lets nothing of labels reach the terminal that it would obey', () =>
    deepEqual(rowOf('Labels', aVolume({}, {}, { labels: { 'a\u001b[2J': 'b\nStatus: ok' } })), ['a[2J=b Status: ok']))

  for (const { it: sentence, since, wants } of [
    {
      it: 'says since when a condition stands, where a serve saw it come',
      since: true,
      wants: 'Ready   True     Present   2m      here',
    },
    { it: 'does not where the process has begun just now', since: false, wants: 'Ready   True     Present   here' },
  ])
    it(sentence, () => {
      const ready = { type: 'Ready', status: 'True', reason: 'Present', message: 'here' } as const
      const object = aVolume({}, { conditions: [{ ...ready, lastTransitionTime: ago(120_000) }] })
      const lines = describeLines({ object, related: [], events: [], places: [] }, { ...plain, since })
      deepEqual(
        lines.filter((line) => line.startsWith('  Ready')).map((line) => line.trim()),
        [wants],
      )
    })
})
