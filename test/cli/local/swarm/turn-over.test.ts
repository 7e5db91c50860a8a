import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import type { V1Condition, V1Service } from '../../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import type { Outcome } from '../../../../api/v1/installation/progress.ts'
import type { FoundStack } from '../../../../cli/local/swarm/find-stack.ts'
import { failedMove, movedAll } from '../../../../cli/local/swarm/move-outcomes.ts'
import { heldOf, hold, isHeld } from '../../../../cli/local/swarm/moving.ts'
import { endsInMs, isJobIn, isParkedIn } from '../../../../cli/local/swarm/park.ts'
import { giveBack, startOurs } from '../../../../cli/local/swarm/turn-over.ts'
import { start } from '../../../../cli/local/stop.ts'
import type { Clock } from '../../../../clock/clock.ts'
import { realClock } from '../../../../clock/real.ts'
import { startService, stopOf } from '../../../../controllers/holds/stop.ts'
import { forgetAsked } from '../../../../controllers/service/asked.ts'
import type { SwarmFields } from '../../../../api/v1/swarm-stack.ts'
import { EngineError } from '../../../../engine/errors.ts'
import { aCore, all, loopsAtRest } from '../local-core.ts'

const move = { key: 'shop/web', name: 'web', swarmName: 'shop_web', id: 's1' }
const db = { key: 'shop/db', name: 'db', swarmName: 'shop_db', id: 's2' }
const { signal } = new AbortController()
const LONG_AGO = '2020-01-01T00:00:00Z'
const STOPPED: V1Condition = { type: 'Ready', status: 'True', reason: 'Stopped' }
const ENDING: V1Condition = { type: 'Ready', status: 'False', reason: 'StoppingInOrder', lastTransitionTime: LONG_AGO }
const UP: V1Condition = { type: 'Ready', status: 'True', reason: 'AllReady' }
const CRASHING: V1Condition = { type: 'Ready', status: 'False', reason: 'CrashLoop', lastTransitionTime: LONG_AGO }

/** Loops that have done what they can, over hosts that answer or do not. */
function aShop(services: Readonly<Record<string, V1Condition>>, unreachable?: string) {
  const hosts = unreachable ? [{ node: 'a', synced: false, unreachable, lastAnswer: 0 }] : []
  const loops = loopsAtRest(...hosts)
  const core = { ...aCore('/nowhere'), begin: async () => loops }
  for (const [name, ready] of Object.entries(services)) {
    const metadata = { name, namespace: 'shop', generation: 1 }
    const rollout = { state: ready.reason === 'CrashLoop' ? ('Stalled' as const) : ('Completed' as const) }
    const status = { observedGeneration: 1, conditions: [ready], rollout }
    const service: V1Service = { apiVersion: API_VERSION, kind: 'Service', metadata, spec: { template: {} } }
    core.store.create('Service', service)
    core.store.update('Service', `shop/${name}`, (draft) => void (draft.status = status))
  }
  return core
}

/** How its start ends, with what happens in the time in which it is watched, none of which is waited for. */
async function startedIn(core: ReturnType<typeof aShop>, meanwhile: () => void): Promise<Outcome> {
  const after: Clock['after'] = (ms, run, kind) => {
    if (ms < 5_000) return realClock.after(ms, run, kind)
    meanwhile()
    return realClock.after(0, run, kind)
  }
  const events = startOurs(
    { ...core, clock: { ...realClock, after } },
    { ...move, stack: 'shop' },
    { wait: true, signal },
  )
  let last = await events.next()
  while (!last.done) last = await events.next()
  return last.value
}

function aSwarm() {
  const Spec = { Name: 'shop_web', Labels: { 'reconcile.dev/replicas': '2' }, Mode: { Replicated: { Replicas: 0 } } }
  const changes: SwarmFields[] = []
  const manager = {
    listSwarmServices: async () => [{ ID: 's1', Version: { Index: 1 }, Spec }],
    updateSwarmService: async ({ spec }: { readonly spec: SwarmFields }) => void changes.push(spec),
  }
  return { changes, found: { stack: 'shop', manager } as unknown as FoundStack }
}

describe('a service that is moved from a swarm', () => {
  it('is run there again once ours is gone, whatever becomes of the rest of its stack', async () => {
    const { changes, found } = aSwarm()
    await giveBack(aShop({ web: STOPPED, db: CRASHING }), found, { move })
    deepEqual(changes, [{ Name: 'shop_web', Labels: {}, Mode: { Replicated: { Replicas: 2 } } }])
  })

  it('is not run there while ours may run', async () => {
    const { changes, found } = aSwarm()
    const given = giveBack(aShop({ web: ENDING }, 'no answer'), found, { move })
    await rejects(given, { exit: 5, message: /web was not moved, and may still run here.*shop_web.*without a task/ })
    deepEqual(changes, [])
  })

  it('is not run there while our engine does not answer, and that is what it ends with', async () => {
    const { changes, found } = aSwarm()
    const silent = new EngineError('Unreachable', { node: 'a', tried: 'list containers', detail: 'no answer' })
    await rejects(giveBack({ ...aShop({ web: UP }), begin: () => Promise.reject(silent) }, found, { move }), {
      exit: 5,
    })
    deepEqual(changes, [])
  })

  it('comes up here, whatever becomes of the rest of its stack', async () => {
    const core = aShop({ web: UP, db: CRASHING })
    equal((await startedIn(core, () => {})).exit, 0)
  })

  it('is not up here where it ends a moment after its start', async () => {
    const core = aShop({ web: UP })
    const crash = () =>
      core.store.update('Service', 'shop/web', (draft) => {
        draft.status = { ...draft.status, conditions: [CRASHING], rollout: { state: 'Stalled' } }
      })
    const { exit, message } = await startedIn(core, crash)
    equal(exit, 1, message)
  })

  it('is given as long to end as it has to stop, and a margin', () => {
    equal(endsInMs(), 70_000)
    equal(endsInMs(600), 660_000)
  })

  it('is known there as parked, or as a job, which ends by itself', () => {
    const at = (Mode: object, Labels: object = {}) =>
      ({ services: [{ ID: 's1', Spec: { Name: 'shop_web', Mode, Labels } }] }) as unknown as FoundStack
    const parked = at({ Replicated: { Replicas: 0 } }, { 'reconcile.dev/replicas': '1' })
    deepEqual([isParkedIn(parked, move), isJobIn(parked, move)], [true, false])
    for (const job of [at({ ReplicatedJob: {} }), at({ GlobalJob: {} })])
      deepEqual([isParkedIn(job, move), isJobIn(job, move)], [false, true])
  })

  it('is held until it is up here, and no longer than it is declared', () => {
    const core = aShop({ web: UP })
    hold(core, move)
    equal(isHeld(core.store, move), 'waits')
    startService(core.store, 'shop/web')
    equal(isHeld(core.store, move), 'begun')
    deepEqual(heldOf(core.store, 'shop'), [{ key: 'shop/web', name: 'web', swarmName: 'shop_web' }])
    forgetAsked(core.store, 'shop/web')
    equal(isHeld(core.store, move), undefined)
    hold(core, db)
    equal(isHeld(core.store, db), undefined, 'nothing declares it')
  })

  it('is not started by hand beside that of the swarm, nor is anything with it', async () => {
    const core = aShop({ db: STOPPED, web: STOPPED })
    hold(core, move)
    const refs = [{ kind: 'Stack', name: 'shop' } as const]
    await rejects(all(start(core, { refs, wait: false, signal })), { exit: 2, message: /adopt --from-swarm shop/ })
    equal(stopOf(core.store, 'shop/web')?.swarm, 'shop_web')
  })
})

describe('the end of a move', () => {
  const moves = { moves: [db, move], staying: [] }
  it('counts what is parked there and up here', () => {
    const { message, remedy } = movedAll({ stack: 'shop', moves, beside: [move], begun: [] })
    match(message, /^1 service of stack shop moved .*; running here and in the swarm: web$/)
    match(remedy ?? '', /docker stack rm shop/)
  })
  it('says what runs nowhere', () => {
    const left = { moves: [db], staying: ['shop_job', 'shop_web'] }
    const { message } = movedAll({ stack: 'shop', moves: left, beside: [], begun: [], parked: ['shop_web'] })
    match(message, /still in the swarm: shop_job; without a manifest, and without a task in the swarm: shop_web \(/)
  })
  it('says what the swarm has no more', () => {
    const none = { moves: [], staying: [] }
    deepEqual(movedAll({ stack: 'shop', moves: none, beside: [], begun: [move] }), {
      ...{ type: 'outcome', exit: 0 },
      message: 'started here, as the swarm has them no more: web',
    })
  })
  it('says of a job that it was not run again', () => {
    const failed = { type: 'outcome', exit: 1, message: 'it exited with 3' } as const
    match(failedMove(failed, { move, left: [db, move], isJob: true }).message, /a job, is as it was: .*before: db/)
    match(failedMove(failed, { move, left: [move], isJob: false }).message, /shop_web of the swarm runs again/)
  })
})
