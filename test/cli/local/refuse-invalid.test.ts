import { doesNotThrow, throws } from 'node:assert/strict'
import { refuseInvalid, refuseNeeded } from '../../../cli/local/refuse-invalid.ts'
import { aService } from '../../support/builders.ts'
import { aCore } from './local-core.ts'

/** `shop/web`, which mounts these secrets. */
const mounting = (...secrets: readonly string[]) =>
  aService({ template: { image: 'nginx', secrets: secrets.map((secret) => ({ secret })) } })

describe('a change beside a secret that is not there any more', () => {
  const core = () => {
    const its = aCore('/nowhere')
    its.store.create('Service', mounting('gone'))
    return its
  }

  it('is not refused for that', () => {
    doesNotThrow(() => refuseInvalid(core(), [mounting('gone')]))
    doesNotThrow(() => refuseNeeded(core(), ['Secret/shop/other']))
  })

  it('is refused for another one that is not there', () => {
    const message = /^Service shop\/web: spec\.template\.secrets\[1\]\.secret: names Secret shop\/other, [^;]*$/
    throws(() => refuseInvalid(core(), [mounting('gone', 'other')]), { message })
  })
})
