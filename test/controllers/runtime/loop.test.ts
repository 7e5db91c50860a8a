import { deepEqual, equal } from 'node:assert/strict'
import { Subject } from 'rxjs'
import { defaultSettings } from '../../../api/v1/settings.ts'
import { seededRandom } from '../../../clock/random.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import type { Controller, Pass } from '../../../controllers/runtime/controller.ts'
import { startLoop } from '../../../controllers/runtime/loop.ts'
import type { Ports } from '../../../controllers/runtime/ports.ts'
import { createRecorder } from '../../../controllers/runtime/recorder.ts'
import { again, done, TerminalError, type Result } from '../../../controllers/runtime/result.ts'

/** A loop over one key whose reconcile answers what the script says, run by run. */
function aLoop(script: readonly ((pass: Pass) => Result)[], { looks = 0, isGone = false } = {}) {
  const clock = virtualClock({ seed: 1 })
  const wakes = new Subject<string>()
  const runs: number[] = []
  let generation = 1
  const recorder = createRecorder(clock)
  const changes = new Subject<{ key: string; after: undefined }>()
  const get = () => (isGone ? undefined : { metadata: { name: 'a', generation } })
  const store = { get, watch: () => changes }
  const ports = { store, clock, recorder, random: seededRandom(1), settings: defaultSettings } as unknown as Ports
  const controller: Controller = {
    name: 'test',
    kind: 'Service',
    ...(looks > 0 ? { coalesce: () => looks } : {}),
    wakes: () => wakes,
    async reconcile(_key, _ports, pass) {
      runs.push(clock.now())
      return (script[runs.length - 1] ?? (() => done))(pass)
    },
  }
  const loop = startLoop(controller, ports)
  return {
    runs,
    recorder,
    loop,
    wakes,
    clock,
    renew: () => void generation++,
    remove() {
      isGone = true
      changes.next({ key: 'a', after: undefined })
    },
    run: () => clock.runUntilQuiet({ until: 1e7, steps: 1e5 }),
  }
}

const fails = () => {
  throw new Error('refused')
}

describe('the loop', () => {
  it('looks again after the time that a reconcile asks for', async () => {
    const { runs, wakes, run } = aLoop([() => again(500, 'waits')])
    wakes.next('a')
    await run()
    deepEqual(runs, [0, 500])
  })

  it('waits longer after each error, and starts over after a success', async () => {
    const { runs, wakes, run } = aLoop([fails, fails, fails, () => again(100, 'later'), fails])
    wakes.next('a')
    await run()
    const waits = runs.slice(1).map((at, i) => at - (runs[i] ?? 0))
    equal(waits.length, 5)
    deepEqual(
      waits.map((wait) => Math.round(wait / 5) * 5),
      [5, 10, 20, 100, 5],
    )
  })

  it('ends what it does for an object that goes, also where its wakes do not tell', async () => {
    const aborted: boolean[] = []
    const { wakes, run, remove } = aLoop([
      (pass) => {
        aborted.push(pass.signal.aborted)
        remove()
        aborted.push(pass.signal.aborted)
        return done
      },
    ])
    wakes.next('a')
    await run()
    deepEqual(aborted, [false, true])
  })

  it('waits longer after each error of what is gone as well', async () => {
    const { runs, wakes, run } = aLoop([fails, fails, fails], { isGone: true })
    wakes.next('a')
    await run()
    const waits = runs.slice(1).map((at, i) => at - (runs[i] ?? 0))
    deepEqual(
      waits.map((wait) => Math.round(wait / 5) * 5),
      [5, 10, 20],
    )
  })

  it('does not retry a terminal error', async () => {
    const { runs, wakes, run, recorder } = aLoop([
      () => {
        throw new TerminalError('no such kind')
      },
    ])
    wakes.next('a')
    await run()
    equal(runs.length, 1)
    deepEqual(
      recorder.events().map(({ reason, message }) => [reason, message]),
      [['Failed', 'no such kind']],
    )
  })

  it('does not wait out the backoff of an old generation', async () => {
    const { runs, wakes, clock, renew, run } = aLoop([
      fails,
      fails,
      fails,
      fails,
      fails,
      fails,
      fails,
      fails,
      fails,
      fails,
      fails,
    ])
    wakes.next('a')
    clock.after(2_000, () => {
      renew()
      wakes.next('a')
    })
    await run()
    equal(
      runs.some((at) => at === 2_000),
      true,
    )
  })

  it('wakes an owner at once, then after a time: the longer, the more it owns', async () => {
    for (const [owned, wanted] of [
      [2, [0, 1, 2, 3]],
      [40, [0, 5, 10, 15]],
      [400, [0, 20, 40, 60]],
    ] as const) {
      const { runs, wakes, clock, run } = aLoop([], { looks: owned })
      for (let ms = 0; ms < 60; ms++) clock.after(ms, () => wakes.next('a'))
      await run()
      deepEqual(runs.slice(0, 4), wanted)
    }
  })

  it('wakes the owner of very many less often, and says meanwhile that it will', async () => {
    const { runs, wakes, clock, loop, run } = aLoop([], { looks: 10_000 })
    for (let ms = 0; ms < 60; ms++) clock.after(ms, () => wakes.next('a'))
    clock.after(100, () => deepEqual([...loop.at()], ['a']))
    await run()
    deepEqual(runs, [0, 200])
  })

  it('shares its time among the owners of many, so that together they cost no more than one', async () => {
    const { runs, wakes, clock, run } = aLoop([], { looks: 100 })
    const wakeAll = () => Array.from({ length: 100 }, (_, key) => wakes.next(`${key}`))
    for (let ms = 0; ms < 1_000; ms++) clock.after(ms, wakeAll)
    await run()
    equal(runs.filter((at) => at === 0).length, 100)
    for (const from of [0, 200, 400, 600]) equal(runs.filter((at) => at > from && at <= from + 200).length, 100)
  })

  it('does not abort a held run for the generation that it works on', async () => {
    const aborted: boolean[] = []
    const a = aLoop(
      [
        () => done,
        (pass) => {
          a.wakes.next('a') // its own status write
          aborted.push(pass.signal.aborted)
          return done
        },
      ],
      { looks: 100 },
    )
    a.wakes.next('a')
    a.clock.after(1, () => a.wakes.next('a'))
    a.clock.after(2, () => {
      a.renew()
      a.wakes.next('a')
    })
    await a.run()
    deepEqual(aborted, [false])
  })

  it('does not run again for what a run has looked at since', async () => {
    for (const [looksAgain, wanted] of [
      [true, 1],
      [false, 2],
    ] as const) {
      const { runs, wakes, run } = aLoop([
        (pass) => {
          wakes.next('a')
          if (looksAgain) pass.looksAgain()
          return done
        },
      ])
      wakes.next('a')
      await run()
      equal(runs.length, wanted)
    }
  })

  it('aborts what is carried to its end no sooner than it stops', async () => {
    const aborted: unknown[] = []
    const { wakes, renew, loop, run } = aLoop([
      (pass) => {
        const say = () => aborted.push([pass.signal.aborted, pass.lasting?.aborted])
        renew()
        wakes.next('a')
        say()
        void loop.stop()
        say()
        return done
      },
    ])
    wakes.next('a')
    await run()
    deepEqual(aborted, [
      [true, false],
      [true, true],
    ])
  })

  it('ends without another run', async () => {
    const { runs, wakes, loop, run } = aLoop([() => again(10, 'soon')])
    wakes.next('a')
    await run()
    await loop.stop()
    wakes.next('a')
    await run()
    equal(runs.length, 2)
  })
})
