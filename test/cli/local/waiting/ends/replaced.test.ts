import { deepEqual, equal } from 'node:assert/strict'
import { replaced } from '../../../../../cli/local/waiting/ends/replaced.ts'
import { replaceNetwork } from '../../../../../controllers/network/plan.ts'
import { replaceVolume } from '../../../../../controllers/volume/plan.ts'
import { aNetwork, aVolume } from '../../../../support/builders.ts'

describe('what has to be made anew to be as declared', () => {
  const reason = 'SpecDiffers'
  const network = aNetwork()
  const volume = aVolume()
  const watched = aVolume({}, {}, { annotations: { 'reconcile.dev/root': '/srv' } })
  const remedies = {
    network: replaceNetwork('shop'),
    'volume of ours': replaceVolume(volume, true),
    'volume of others': replaceVolume(volume, false),
    'volume of a watched file': replaceVolume(watched, true),
  }
  for (const [what, remedy] of Object.entries(remedies))
    it(`says what to do about a ${what} once, apart from what is the matter`, () => {
      const object = what === 'network' ? network : what.endsWith('watched file') ? watched : volume
      const message = `a: it differs; ${remedy}; b: it differs more; ${remedy}`
      deepEqual(replaced({ object, reason, message }), { message: 'a: it differs; b: it differs more', remedy })
    })

  it('is nothing that has another reason, or other words', () => {
    const message = `it differs; ${remedies.network}`
    equal(replaced({ object: network, reason: 'InUse', message }), undefined)
    equal(replaced({ object: network, reason, message: 'it differs' }), undefined)
  })
})
