import { deepEqual, equal, ok } from 'node:assert/strict'
import { NEVER, Subject } from 'rxjs'
import { defaultSettings } from '../../../api/v1/settings.ts'
import { seededRandom } from '../../../clock/random.ts'
import { sleep } from '../../../clock/sleep.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { type Acted, actPerNode } from '../../../controllers/runtime/act-per-node.ts'
import type { Controller } from '../../../controllers/runtime/controller.ts'
import { startLoop } from '../../../controllers/runtime/loop.ts'
import type { Ports } from '../../../controllers/runtime/ports.ts'
import { createRecorder } from '../../../controllers/runtime/recorder.ts'
import { done } from '../../../controllers/runtime/result.ts'

interface Deed {
  readonly do: 'act' | 'hold'
  readonly node: string
  readonly ms: number
  readonly fails?: true
}

/** A loop over one key that plans the same deeds in every pass; each takes its time. */
function aLoop(planned: readonly Deed[], hosts = 2) {
  const clock = virtualClock({ seed: 1 })
  const wakes = new Subject<string>()
  const begun: string[] = []
  const ended: string[] = []
  const passes: Acted<Deed>[] = []
  let [uid, generation] = [1, 1]
  const ports = {
    store: { get: () => ({ metadata: { name: 'key', uid: String(uid), generation } }), watch: () => NEVER },
    inventory: { hosts: () => Array.from({ length: hosts }) },
    ...{ clock, recorder: createRecorder(clock), random: seededRandom(1), settings: defaultSettings },
  } as unknown as Ports
  const controller: Controller = {
    name: 'test',
    kind: 'Network',
    wakes: () => wakes,
    async reconcile(_key, _ports, run) {
      const act = async ({ node, ms, fails }: Deed): Promise<undefined> => {
        begun.push(`${node} at ${clock.now()}`)
        await sleep(clock, ms, run.signal).finally(() => ended.push(`${node} at ${clock.now()}`))
        if (fails) throw new Error(`${node} refuses`)
      }
      const acted = await actPerNode(
        planned,
        { act, failed: (deed) => ({ ...deed, do: 'hold' as const }) },
        { run, ports },
      )
      passes.push(acted)
      if (acted.failures.length > 0) throw acted.failures[0]
      return done
    },
  }
  const loop = startLoop(controller, ports)
  return {
    ...{ begun, ended, passes, loop, wakes, clock },
    renew: () => void generation++,
    makeAnew: () => void uid++,
    at: (ms: number, run: () => void) => void clock.after(ms, run),
    /** What each pass came to, as `hold NODE` or `act NODE`. */
    outcomes: () => passes.map(({ actions }) => actions.map((action) => `${action.do} ${action.node}`)),
    run: (until = 1e7) => clock.runUntilQuiet({ until, steps: 1e5 }),
  }
}

const quick: Deed = { do: 'act', node: 'quick', ms: 10 }
const slow: Deed = { do: 'act', node: 'slow', ms: 60_000 }

describe('acting on several nodes', () => {
  it('waits for all of them while nobody asks', async () => {
    const a = aLoop([quick, slow])
    a.wakes.next('key')
    await a.run()
    deepEqual(a.begun, ['quick at 0', 'slow at 0'])
    deepEqual(a.outcomes(), [['act quick', 'act slow']])
  })

  it('acts on the others when somebody asks, and leaves a slow one to what goes on there', async () => {
    const a = aLoop([quick, slow])
    a.wakes.next('key')
    a.at(5_000, () => a.wakes.next('key'))
    a.at(30_000, () => deepEqual([...new Set(a.loop.at())], ['key']))
    await a.run()
    deepEqual(a.begun.slice(0, 3), ['quick at 0', 'slow at 0', 'quick at 5000'])
    deepEqual(a.ended.filter((end) => end.startsWith('slow'))[0], 'slow at 60000')
    equal(a.begun.filter((begin) => begin.startsWith('slow'))[1], 'slow at 60000')
    deepEqual(a.outcomes()[0], ['act quick', 'hold slow'])
  })

  it('does not end a pass for what is asked in the moment that a sound host takes', async () => {
    const a = aLoop([quick, { ...slow, ms: 80 }])
    a.wakes.next('key')
    a.at(20, () => a.wakes.next('key'))
    await a.run()
    deepEqual(a.outcomes(), [
      ['act quick', 'act slow'],
      ['act quick', 'act slow'],
    ])
  })

  it('waits for the only one there is, as nobody gains without it', async () => {
    const a = aLoop([slow], 1)
    a.wakes.next('key')
    a.at(5_000, () => a.wakes.next('key'))
    await a.run()
    deepEqual(a.begun, ['slow at 0', 'slow at 60000'])
  })

  it('tells the pass after what failed meanwhile, which is tried again with backoff', async () => {
    const a = aLoop([quick, { ...slow, ms: 1_000, fails: true }])
    a.wakes.next('key')
    a.at(200, () => a.wakes.next('key'))
    await a.run(1_100)
    deepEqual(
      a.passes.slice(0, 3).map(({ failures }) => failures.length),
      [0, 0, 1],
    )
    deepEqual(a.outcomes()[2], ['act quick', 'hold slow'])
    equal((a.passes[2]?.failures[0] as Error).message, 'slow refuses')
    const [, again = ''] = a.begun.filter((begin) => begin.startsWith('slow'))
    ok(Number(again.slice('slow at '.length)) > 1_010, again)
    await a.loop.stop()
  })

  it('ends what goes on for an older generation, whose failure is no news', async () => {
    const a = aLoop([quick, slow])
    a.wakes.next('key')
    a.at(200, () => a.wakes.next('key'))
    a.at(5_000, () => {
      a.renew()
      a.wakes.next('key')
    })
    await a.run(6_000)
    deepEqual(a.begun.slice(-2), ['quick at 5000', 'slow at 5000'])
    equal(
      a.passes.every(({ failures }) => failures.length === 0),
      true,
    )
    await a.loop.stop()
  })

  for (const [what, change] of [
    ['of an older generation', 'renew'],
    ['of another object of the name', 'makeAnew'],
  ] as const)
    it(`takes a failure ${what}, that was not told yet, for no news, and acts anew`, async () => {
      const a = aLoop([
        { ...quick, ms: 300 },
        { ...slow, ms: 1_000, fails: true },
      ])
      a.wakes.next('key')
      a.at(950, () => a.wakes.next('key'))
      a.at(1_020, () => {
        a[change]()
        a.wakes.next('key')
      })
      await a.run(1_900)
      deepEqual(a.begun.slice(3), ['quick at 1020', 'slow at 1020'])
      await a.loop.stop()
    })

  it('ends with the loop', async () => {
    const a = aLoop([quick, slow])
    a.wakes.next('key')
    a.at(200, () => a.wakes.next('key'))
    await a.run(5_000)
    await a.loop.stop()
    deepEqual(a.ended.at(-1), 'slow at 5000')
    deepEqual([...a.loop.at()], [])
  })
})
