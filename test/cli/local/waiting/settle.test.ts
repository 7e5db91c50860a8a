import { deepEqual, equal, ok } from 'node:assert/strict'
import { realClock } from '../../../../clock/real.ts'
import { createEnding } from '../../../../cli/local/waiting/cut-off.ts'
import { concernOf } from '../../../../cli/local/concerns.ts'
import { settle } from '../../../../cli/local/waiting/settle.ts'
import { timestamp } from '../../../../api/v1/language/timestamp.ts'
import { exits } from '../../../../api/v1/installation/installation-error.ts'
import type { Outcome } from '../../../../api/v1/installation/progress.ts'
import type { Installation as Loops } from '../../../../controllers/installation.ts'
import { aNetwork } from '../../../support/builders.ts'
import { aCore, all, loopsAtRest } from '../local-core.ts'

type Concerns = ((key: string) => boolean) | undefined

/** Loops that are at these keys. */
function busyWith(keys: () => readonly string[]): Loops {
  const at = (concerns: Concerns) =>
    keys()
      .filter((key) => !concerns || concerns(key))
      .map((key) => `Secret/${key}`)
  return { ...loopsAtRest(), running: { at, loops: [] } } as unknown as Loops
}

const CONVERGED: Outcome = { type: 'outcome', exit: exits.converged, message: 'converged: 0 services' }
const { signal } = new AbortController()

describe('waiting for stacks', () => {
  it('ends at the deadline, however long a loop is at something, and names that', async () => {
    const core = { ...aCore('/nowhere'), begin: async () => busyWith(() => ['shop/key']) }
    const events = await all(settle(core, { stacks: ['shop'], leaving: [], timeoutMs: 600, signal }))
    deepEqual(events, [
      {
        ...CONVERGED,
        message: 'converged: 0 services; not done yet: Secret/shop/key',
        remedy: 'give the command again to go on with it, or run `reconcile serve`',
      },
    ])
  }).timeout(5_000)

  it('names at the deadline each host that does not answer', async () => {
    const host = (node: string) => ({ node, synced: true, unreachable: 'refused', lastAnswer: realClock.now() })
    const core = { ...aCore('/nowhere'), begin: async () => loopsAtRest(host('a'), host('b')) }
    core.store.create('Network', aNetwork())
    const [last] = (await all(settle(core, { stacks: ['shop'], leaving: [], timeoutMs: 100, signal }))).slice(-1)
    const { exit, message, others } = last as Outcome
    const silent = (node: string) => `the engine of node ${node} did not answer in time: refused`
    deepEqual([exit, message, others?.map((each) => each.message)], [exits.unreachable, silent('a'), [silent('b')]])
  }).timeout(5_000)

  it('ends with its own stacks, whatever the loops are at in others', async () => {
    const core = { ...aCore('/nowhere'), begin: async () => busyWith(() => ['other/key']) }
    deepEqual(await all(settle(core, { stacks: ['shop'], leaving: [], signal })), [CONVERGED])
  }).timeout(5_000)

  it('ends with what an engine fails to make for long, though it is asked again at that very moment', async () => {
    const begun = realClock.now()
    const clock = { ...realClock, now: () => begun + 60 * (realClock.now() - begun) }
    const at = (concerns: ((key: string, kind: string) => boolean) | undefined) =>
      (concerns?.('shop/default', 'Network') ?? true) ? ['Network/shop/default'] : []
    const loops = { ...loopsAtRest(), running: { at, loops: [] } } as unknown as Loops
    const core = { ...aCore('/nowhere'), clock, begin: async () => loops }
    const said = { type: 'Ready', status: 'False', reason: 'CallFailed', message: 'a failed: no' } as const
    const conditions = [{ ...said, lastTransitionTime: timestamp(begun) }]
    core.store.create('Network', { ...aNetwork(), status: { observedGeneration: 1, conditions } })
    const [last] = (await all(settle(core, { stacks: ['shop'], leaving: [], timeoutMs: 120_000, signal }))).slice(-1)
    const { exit, message } = last as Outcome
    deepEqual([exit, message], [exits.failed, 'Network shop/default: a failed: no'])
    ok(clock.now() - begun >= 30_000)
  }).timeout(5_000)

  it('ends where another home took the lock away, and says who', async () => {
    const by = { by: 'anna@laptop', command: 'reconcile apply (pid 7)', since: '2026-01-01T00:00:00.000Z' }
    const ports = { locks: { robbed: () => ({ at: { node: 'a', stack: 'shop' }, by }) } }
    const loops = { ...busyWith(() => ['shop/key']), ports } as unknown as Loops
    const events = await all(
      settle({ ...aCore('/nowhere'), begin: async () => loops }, { stacks: ['shop'], leaving: [], signal }),
    )
    deepEqual(events, [
      {
        ...{ type: 'outcome', exit: exits.failed, remedy: 'see what they did before you apply again' },
        message:
          'the lock of shop on a was taken away by anna@laptop: reconcile apply (pid 7), since 2026-01-01T00:00:00.000Z',
      },
    ])
  }).timeout(5_000)

  it('ends at once where a serve goes on with what its loops are at, and not where that ends with it', async () => {
    const core = { ...aCore('/nowhere'), purpose: 'serve' as const, begin: async () => busyWith(() => ['shop/key']) }
    const waiting = { stacks: ['shop'], leaving: [], timeoutMs: 1_000, signal }
    deepEqual(await all(settle(core, waiting)), [CONVERGED])
    const [last] = await all(settle(core, { ...waiting, once: true }))
    equal((last as Outcome).message, 'converged: 0 services; not done yet: Secret/shop/key')
  }).timeout(5_000)

  it('has what an engine refused before asked for again as it begins', async () => {
    const { store, ...core } = aCore('/nowhere')
    store.create('Network', aNetwork())
    const woken: string[] = []
    const wake = (key: string) => {
      woken.push(key)
      store.putStatus('Network', key, { observedGeneration: 1, conditions: [{ type: 'Ready', status: 'True' }] })
    }
    store.putStatus('Network', 'shop/default', {
      conditions: [{ type: 'Ready', status: 'False', reason: 'RefusedByEngine' }],
    })
    const running = { at: () => [], loops: [{ name: 'network', wake }] }
    const loops = { ...loopsAtRest(), running } as unknown as Loops
    const serve = { ...core, store, purpose: 'serve' as const, begin: async () => loops }
    const [last] = (await all(settle(serve, { stacks: ['shop'], leaving: [], timeoutMs: 1_000, signal }))).slice(-1)
    deepEqual([woken, last], [['shop/default'], CONVERGED])
  }).timeout(5_000)

  it('leaves the loops most of the time, however much changes', async () => {
    let looking = 0
    const robbed = () => {
      const begun = performance.now()
      while (performance.now() - begun < 5);
      looking += performance.now() - begun
    }
    const loops = { ...busyWith(() => ['shop/key']), ports: { locks: { robbed } } } as unknown as Loops
    const core = { ...aCore('/nowhere'), begin: async () => loops }
    let changes = 0
    const change = () => {
      core.store.putFact('notice', 'change', ++changes)
      stop = realClock.after(1, change)
    }
    let stop = realClock.after(1, change)
    const begun = performance.now()
    await all(settle(core, { stacks: ['shop'], leaving: [], timeoutMs: 500, signal }))
    stop()
    const part = looking / (performance.now() - begun)
    ok(part < 0.25, `${Math.round(100 * part)} % of it are looks`)
  }).timeout(5_000)
})

describe('the end of loops that are at something', () => {
  const mayEnd = (keys: () => readonly string[]) =>
    createEnding(busyWith(keys), { concerns: concernOf(['shop']), deadline: 1e9 })

  it('is held back, and says after a while for what', () => {
    const at = ['shop/a', 'shop/b', 'shop/c', 'shop/d', 'shop/a']
    const ending = mayEnd(() => at)
    equal(ending(CONVERGED, 1_000), undefined)
    const message =
      'converged: 0 services; still under way, and waited for: Secret/shop/a, Secret/shop/b, Secret/shop/c, and 1 more'
    deepEqual(ending(CONVERGED, 3_000), { type: 'warning', message })
    equal(ending(CONVERGED, 3_500), undefined)
    at.length = 0
    equal(ending(CONVERGED, 4_000), CONVERGED)
  })

  it('is not held back for ever', () => {
    const ending = mayEnd(() => ['shop/a'])
    equal(ending(CONVERGED, 1_000), undefined)
    const last = ending(CONVERGED, 31_000)
    equal((last as Outcome).message, 'converged: 0 services; not done yet: Secret/shop/a')
  })

  it('waits after a failure for what is in the middle of something, and not as long; for nothing where the engine is silent', () => {
    const failed: Outcome = { ...CONVERGED, exit: exits.failed, message: 'web failed', remedy: 'mend it' }
    const ending = mayEnd(() => ['shop/a'])
    equal(ending(failed, 1_000), undefined)
    deepEqual(ending(failed, 16_000), { ...failed, message: 'web failed; not done yet: Secret/shop/a' })
    for (const exit of [exits.deadline, exits.unreachable])
      deepEqual(mayEnd(() => ['shop/a'])({ ...failed, exit }, 1_000), { ...failed, exit })
  })
})
