import { deepEqual, equal } from 'node:assert/strict'
import { NEVER } from 'rxjs'
import type { Clock } from '../../../../clock/clock.ts'
import { pause } from '../../../../clock/sleep.ts'
import { virtualClock } from '../../../../clock/virtual.ts'
import { logs } from '../../../../cli/local/logs/logs.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import type { LogArgs } from '../../../../engine/engine.ts'
import { aCore, all, loopsAtRest, withEngine } from '../local-core.ts'

const { signal } = new AbortController()
const LINE = { stream: 'stdout', text: 'a', timestamp: '1970-01-01T00:00:01.000000000Z' } as const

describe('logs that are followed until a moment', () => {
  const container = { Id: 'c1', Name: '/shop-web-1', State: { Status: 'running' }, Config: { Labels: {} } }
  const follow = (clock: Clock, until: number, readLog: (args: LogArgs) => Promise<void>) => {
    const loops = loopsAtRest({ node: 'local', synced: true })
    const inventory = {
      ...loops.inventory,
      containersOfService: () => [{ node: 'local', container }],
      watch: () => NEVER,
    }
    const core: Core = {
      ...withEngine(aCore('/nowhere'), { logs: readLog } as unknown as Parameters<typeof withEngine>[1]),
      clock,
    }
    const at: Core = { ...core, begin: async () => ({ ...loops, inventory }) as unknown as typeof loops }
    const refs = [{ kind: 'Service', namespace: 'shop', name: 'web' } as const]
    return logs(at, { refs, follow: true, timestamps: false, until, signal })
  }
  const ways: readonly [string, number, () => Promise<void>][] = [
    ['that is past', 2_000, async () => undefined],
    ['though nothing more is written', 20_000, () => new Promise(() => undefined)],
  ]
  for (const [what, until, rest] of ways)
    it(`end with it, ${what}`, async () => {
      const clock = virtualClock({ start: 10_000 })
      const reading = all(
        follow(clock, until, async ({ onLine }) => {
          await onLine(LINE)
          await rest()
        }),
      )
      clock.after(60_000, () => undefined)
      await clock.runUntilQuiet({ until: 30_000, steps: 1_000 })
      deepEqual(await Promise.race([reading, 'it goes on']), [{ source: 'shop-web-1', stream: 'stdout', text: 'a' }])
    })
  it('come whole, however slowly they come or are read', async () => {
    const clock = virtualClock({ start: 10_000 })
    const MANY = 10_000
    let shown = 0
    const reading = (async () => {
      const came = follow(clock, 10_000, async ({ onLine }) => {
        for (let line = 0; line < MANY; line++) await onLine(LINE)
        await pause(clock, 900, signal)
        await onLine(LINE)
        await new Promise(() => undefined)
      })
      for await (const _ of came) if (++shown % 1_000 === 0) await pause(clock, 500, signal)
    })()
    clock.after(60_000, () => undefined)
    await clock.runUntilQuiet({ until: 60_000, steps: 1_000 })
    await reading
    equal(shown, MANY + 1)
  })
})
