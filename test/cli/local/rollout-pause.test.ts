import { deepEqual, equal, rejects } from 'node:assert/strict'
import type { Caller } from '../../../api/v1/installation/caller.ts'
import type { Installation } from '../../../api/v1/installation/installation.ts'
import { askedBy } from '../../../cli/local/audit/asked-by.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { pause, resume } from '../../../cli/local/pause.ts'
import { restart } from '../../../cli/local/restart.ts'
import { retry } from '../../../cli/local/retry.ts'
import { pauseRollout, resumeRollout } from '../../../cli/local/rollout-pause.ts'
import { rolloutPauseOf } from '../../../controllers/service/rollout-pause.ts'
import { aService } from '../../support/builders.ts'
import { all, aCore } from './local-core.ts'

const { signal } = new AbortController()
const refs = [{ kind: 'Service', namespace: 'shop', name: 'web' } as const]
const anna: Caller = { kind: 'user', name: 'anna' }

function aShop(): Core {
  const core = aCore('/nowhere')
  core.store.create('Service', aService())
  return core
}

function installation(core: Core): Pick<Installation, 'pauseRollout'> {
  return { pauseRollout: (request) => pauseRollout(core, request) }
}

const messageIn = ({ store }: Core) => rolloutPauseOf(store, 'shop/web')?.message.replace(/since \S+Z/, 'since then')

describe('a pause of rollouts that is asked for', () => {
  for (const { by, reason, wants } of [
    { by: anna, reason: 'a look at it', wants: 'rollouts paused by anna since then: a look at it; ' },
    { by: { kind: 'token', name: 'ci', role: 'edit' } as const, wants: 'rollouts paused by token ci since then; ' },
    { by: { kind: 'socket' } as const, wants: 'rollouts paused by hand since then; ' },
  ])
    it(`says who did, when, why and what ends it (${by.kind})`, async () => {
      const core = aShop()
      const request = { refs, signal, ...(reason === undefined ? {} : { reason }) }
      await all(askedBy(installation(core), by).pauseRollout(request))
      equal(messageIn(core), `${wants}\`reconcile rollout resume web -n shop\` lets them go on`)
    })

  it('ends by a resume, which else changes nothing', async () => {
    const core = aShop()
    await all(pauseRollout(core, { refs, signal }))
    const changes = async () => {
      const events = await all(resumeRollout(core, { refs, signal }))
      return events.flatMap((event) => (event.type === 'resource' ? [event.change] : []))
    }
    deepEqual([await changes(), await changes()], [['resumed'], ['unchanged']])
    equal(messageIn(core), undefined)
  })

  it('says as its end does, and as those of a pause do, when it counts where no serve runs', async () => {
    const message = async (purpose: Core['purpose'], act: typeof pauseRollout | typeof pause) =>
      (await all(act({ ...aShop(), purpose }, { refs, signal }))).flatMap((event) =>
        event.type === 'outcome' ? [event.message] : [],
      )
    for (const act of [pauseRollout, resumeRollout, pause, resume])
      deepEqual(
        [await message('serve', act), await message('act', act)],
        [['done'], ['done; it counts from the next apply or serve on']],
      )
  })

  it('of what is not there is refused', async () => {
    const request = { refs: [{ kind: 'Service', namespace: 'shop', name: 'wep' } as const], signal }
    await rejects(all(pauseRollout(aShop(), request)), /there is no Service shop\/wep/)
  })

  it('keeps others from restarting and from beginning anew', async () => {
    const core = aShop()
    await all(pauseRollout(core, { refs, signal }))
    for (const verb of [restart, retry])
      await rejects(all(verb(core, { refs, wait: false, signal })), /Service shop\/web: rollouts paused by hand/)
  })
})
