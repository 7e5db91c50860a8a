import { deepEqual, rejects } from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { apply } from '../../../cli/local/apply.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { acceptForPlan } from '../../../cli/local/plan/acceptance.ts'
import { consentOf } from '../../../controllers/adoption/records.ts'
import { stopService } from '../../../controllers/holds/stop.ts'
import { all, aRequest, eachHome, serviceText, tokenText } from './local-core.ts'

describe('an apply that is refused where it would be accepted', () => {
  let core: Core
  eachHome((made) => {
    core = made
  })

  const request = (image: string) =>
    aRequest(core.home, `${serviceText('web').replace('nginx', image)}---\n${tokenText}`, { TOKEN: image })

  it('of a service whose place one of a swarm has, changes nothing, and its plan says so', async () => {
    await all(apply(core, request('a')))
    stopService(core.store, 'shop/web', { now: 0, swarm: 'shop_web' })
    const before = core.store.get('Service', 'shop/web')
    const asked = { ...request('b'), only: { services: ['web'] } }
    await rejects(all(apply(core, asked)), /shop_web/)
    deepEqual(core.store.get('Service', 'shop/web'), before)
    await rejects(acceptForPlan(core, asked), /shop_web/)
    deepEqual(core.store.get('Service', 'shop/web'), before)
  })

  it('leaves no consent to an adoption, and no bytes', async () => {
    const create = () => {
      throw new Error('it is too large')
    }
    const short = { ...core, store: { ...core.store, create } }
    await rejects(all(apply(short, { ...request('a'), adopt: true })), /too large/)
    deepEqual([consentOf(core.store, 'shop'), readdirSync(join(core.home, 'secrets/shop'))], [undefined, []])
  })
})
