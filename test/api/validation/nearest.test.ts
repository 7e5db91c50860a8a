import { equal } from 'node:assert/strict'
import { didYouMean, nearest } from '../../../api/v1/validation/nearest.ts'

describe('the word that was meant', () => {
  for (const { word, among, wants } of [
    { word: 'wbe', among: ['web', 'db'], wants: 'web' },
    { word: 'shpo', among: ['shop', 'blog'], wants: 'shop' },
    { word: 'jsno', among: ['json', 'yaml'], wants: 'json' },
    { word: 'replcas', among: ['replicas', 'mode'], wants: 'replicas' },
    { word: 'rep', among: ['replicas', 'mode'], wants: 'replicas' },
    { word: 'volume', among: ['volume_driver', 'volumes'], wants: 'volumes' },
    { word: 'cpu_shares', among: ['cpuShares', 'cpus'], wants: 'cpuShares' },
    { word: 'Web', among: ['web'], wants: 'web' },
    { word: 'serivces', among: ['services', 'secrets'], wants: 'services' },
    { word: 'stopGraceSeconds', among: ['stopSignal', 'stopGracePeriodSeconds'], wants: 'stopGracePeriodSeconds' },
    { word: 'stop_seconds', among: ['stopSignal', 'stopGracePeriodSeconds'], wants: 'stopGracePeriodSeconds' },
    { word: 'secondsStop', among: ['stopGracePeriodSeconds'], wants: undefined },
    { word: 'stop', among: ['graceStopSeconds'], wants: undefined },
    { word: 'weaponry', among: ['web', 'db'], wants: undefined },
    { word: 'x', among: ['web', 'db'], wants: undefined },
    { word: 'web', among: [], wants: undefined },
  ])
    it(`of ${word} among ${among.join(', ') || 'none'} is ${wants ?? 'none'}`, () => equal(nearest(word, among), wants))

  it('is asked for at the end of a sentence, but for the word itself', () => {
    equal(didYouMean('wbe', ['web']), '; did you mean web?')
    equal(didYouMean('web', ['web']), '')
    equal(didYouMean('nothing', ['web']), '')
  })
})
