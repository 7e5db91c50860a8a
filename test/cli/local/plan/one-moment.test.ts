import { deepEqual, equal, match } from 'node:assert/strict'
import { ofOneMoment, rebased } from '../../../../cli/local/plan/one-moment.ts'
import { copiedStore } from '../../../../cli/local/plan/copied-store.ts'
import type { Engine } from '../../../../engine/engine.ts'
import { createCallsUnderWay } from '../../../../engine/under-way.ts'
import type { Json } from '../../../../store/storage/storage.ts'
import { aCore } from '../local-core.ts'

const { signal } = new AbortController()
const FACT = '/facts/meta/step'

/** An engine that answers stops when it is told to, and whose writing calls are kept account of. */
function anEngine() {
  const { store, ...core } = aCore('/home')
  const calls = createCallsUnderWay()
  const answers: (() => void)[] = []
  const stopContainer = () => new Promise<void>((resolve) => answers.push(resolve))
  const engine = calls.wrap({ node: 'h1', stopContainer } as unknown as Engine)
  const stop = (stack: string) => {
    const run = { signal, object: `Task/${stack}/web-1`, reason: 'it is not wanted any more' }
    return engine.stopContainer({ id: 'c1' }, run)
  }
  return { core: { ...core, store, calls }, stop, answer: () => answers.shift()?.() }
}

describe('what a plan sees of hosts while the loops of its process work', () => {
  it('is looked at again where a call of its stacks ended meanwhile, with the state of then', async () => {
    const { core, stop, answer } = anEngine()
    core.store.putFact('meta', 'step', 'before')
    const copy = copiedStore(core)
    copy.store.putFact('meta', 'accepted', 'yes')
    await copy.store.durable()
    let looks = 0
    const look = async () => {
      looks += 1
      if (looks === 1) {
        const stopped = stop('shop')
        answer()
        await stopped
        core.store.putFact('meta', 'step', 'stopped')
      }
      return looks
    }
    const { seen, kept, underWay, warnings } = await ofOneMoment(core, { copy, stacks: new Set(['shop']), look })
    deepEqual([seen, kept.get(FACT), kept.get('/facts/meta/accepted')], [2, 'stopped', 'yes'])
    deepEqual([underWay, warnings], [[], []])
  })

  it('is of the first look where only others were worked on, or nothing began or ended', async () => {
    const { core, stop, answer } = anEngine()
    const copy = copiedStore(core)
    const long = stop('shop')
    const look = async () => {
      void stop('blog')
      return 'seen'
    }
    const { seen, underWay } = await ofOneMoment(core, { copy, stacks: new Set(['shop']), look })
    equal(seen, 'seen')
    deepEqual(
      underWay.map(({ node, call }) => [node, call.verb, call.run.object]),
      [['h1', 'stopContainer', 'Task/shop/web-1']],
    )
    answer()
    await long
    deepEqual(
      core.calls.now().map(({ call }) => call.run.object),
      ['Task/blog/web-1'],
    )
  })

  it('is of the fifth look, or of one 3 s later, where calls end all the time, and says so', async () => {
    const { core, stop } = anEngine()
    let looks = 0
    const look = async () => {
      void stop('shop')
      return (looks += 1)
    }
    const lookEach = (ms: number) => {
      const clock = { ...core.clock, steady: () => looks * ms }
      return ofOneMoment({ ...core, clock }, { copy: copiedStore(core), stacks: new Set(['shop']), look })
    }
    const { seen, warnings } = await lookEach(300)
    equal(seen, 10)
    match(warnings.map((each) => 'message' in each && each.message).join(), /^the running serve began or ended calls/)
    equal((await lookEach(1_000)).seen, 15)
  })

  it('is of the first look where that waited for a host that does not answer', async () => {
    const { core, stop } = anEngine()
    let [looks, now] = [0, 0]
    const clock = { ...core.clock, steady: () => now }
    const look = async () => {
      void stop('shop')
      now += 11_000
      return (looks += 1)
    }
    const { seen } = await ofOneMoment({ ...core, clock }, { copy: copiedStore(core), stacks: new Set(['shop']), look })
    equal(seen, 1)
  })
})

describe('what was accepted upon an earlier state', () => {
  const cases: readonly { it: string; before?: Json; accepted?: Json; now?: Json; is?: Json }[] = [
    { it: 'is as it is now where it was left alone', before: 1, accepted: 1, now: 2, is: 2 },
    { it: 'is as accepted where it is as it was', before: { a: 1 }, accepted: { a: 2 }, now: { a: 1 }, is: { a: 2 } },
    { it: 'is new', accepted: 1, is: 1 },
    { it: 'is gone where the acceptance took it away', before: 1, now: 2 },
    { it: 'is gone where it was left alone and went', before: 1, accepted: 1 },
    { it: 'is there where it came meanwhile', now: 1, is: 1 },
    {
      it: 'is of both by field',
      before: { spec: { replicas: 1, image: 'a' }, status: { rollout: 1 } },
      accepted: { spec: { replicas: 2, image: 'a' }, status: { rollout: 1 } },
      now: { spec: { replicas: 1, image: 'b' }, status: { rollout: 2 } },
      is: { spec: { replicas: 2, image: 'b' }, status: { rollout: 2 } },
    },
  ]
  const entries = (value: Json | undefined) => new Map(value === undefined ? [] : [['key', value]])
  for (const { it: name, before, accepted, now, is } of cases)
    it(name, () => {
      const sides = { before: entries(before), accepted: entries(accepted), now: entries(now) }
      deepEqual(rebased(sides), entries(is))
    })
})
