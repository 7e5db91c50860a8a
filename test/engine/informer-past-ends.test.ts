import { deepEqual, equal, ok } from 'node:assert/strict'
import type { EngineEvent } from '../../engine/types/engine.ts'
import { containerOf, createFakeHost, type FakeHost, iso, start } from './fake-host.ts'

const ended = {
  Status: 'exited',
  Running: false,
  ExitCode: 0,
  StartedAt: iso(-9_000),
  FinishedAt: iso(-5_000),
} as const

type Past = Pick<EngineEvent, 'action' | 'id'> & {
  readonly ms: number
  readonly attributes?: EngineEvent['attributes']
}

function past({ ms, attributes = {}, ...event }: Past): EngineEvent {
  return { type: 'container', ...event, attributes, time: start + ms }
}

/** The events of a stop. */
function stopped(id: string, ms: number): EngineEvent[] {
  return [
    past({ id, action: 'kill', ms, attributes: { signal: '15' } }),
    past({ id, action: 'die', ms: ms + 1, attributes: { exitCode: '0' } }),
  ]
}

describe('an end that the informer did not see', () => {
  let host: FakeHost

  beforeEach(() => {
    host = createFakeHost()
    for (const id of ['a', 'b', 'c']) host.containers.set(id, containerOf(id, ended))
    host.containers.set('runs', containerOf('runs'))
  })

  afterEach(() => host.informer.stop())

  const of = (id: string) => [host.inventory.stoppedByHand('h1', id), host.inventory.endUnseen('h1', id)]

  it('is asked for, for many at once, before anybody sees it', async () => {
    host.past = stopped('a', -5_100)
    host.past.push(past({ id: 'b', action: 'die', ms: -5_000, attributes: { exitCode: '0' } }))
    const first: unknown[] = []
    host.inventory.watch().subscribe(({ id }) => id === 'a' && first.push(of('a')))
    await host.run(400_000)
    deepEqual(
      [of('a'), of('b'), of('c'), of('runs')],
      [
        [true, false],
        [false, false],
        [false, true],
        [false, false],
      ],
    )
    // The second request covers ends for which the first may have come too early.
    equal(host.pastAsked.length, 2)
    // Subscribers are called later, in a turn of their own.
    deepEqual(first, [[false, false]])
  })

  it('is none of a kill of an earlier run, nor of a signal that ends nothing, nor of what we are ending', async () => {
    host.past = [
      past({ id: 'a', action: 'kill', ms: -9_500, attributes: { signal: '15' } }),
      past({ id: 'b', action: 'kill', ms: -5_100, attributes: { signal: '1' } }),
    ]
    host.past.push(past({ id: 'c', action: 'kill', ms: -5_100, attributes: { signal: '15' } }))
    host.inventory.expectStop('h1', 'c')
    await host.run(100)
    deepEqual(
      ['a', 'b', 'c'].map((id) => of(id)[0]),
      [false, false, false],
    )
  })

  it('is not asked for where it was told', async () => {
    host.containers.clear()
    host.containers.set('runs', containerOf('runs'))
    await host.run(100)
    host.emit({ action: 'die', id: 'runs', attributes: { exitCode: '0' } })
    host.containers.set('runs', containerOf('runs', { ...ended, StartedAt: iso(-1000), FinishedAt: iso(100) }))
    await host.run(400_000)
    deepEqual([host.inventory.host('h1')?.containers.get('runs')?.State.Status, host.pastAsked], ['exited', []])
  })

  it('is asked for until now by the clock of its engine', async () => {
    host.aheadMs = 3_600_000
    await host.run(100)
    const [until = 0] = host.pastAsked
    ok(until >= start + 3_600_000 && until < start + 3_600_100, `${until - start} ms after the start`)
  })

  it('is asked for once where all ended long before that', async () => {
    for (let n = 0; n < 40; n++)
      host.containers.set(`old-${n}`, containerOf(`old-${n}`, { ...ended, FinishedAt: iso(-60_000) }))
    for (const id of ['a', 'b', 'c']) host.containers.delete(id)
    await host.run(400_000)
    deepEqual([host.pastAsked.length, of('old-39')], [1, [false, true]])
  })

  it('is asked for until then at least, though the clock of its engine is thought to be behind that', async () => {
    host.containers.set('a', containerOf('a', { ...ended, FinishedAt: iso(80) }))
    host.past = stopped('a', 79)
    await host.run(50)
    deepEqual(of('a'), [true, false])
  })

  for (const code of ['Unreachable', 'Unavailable'] as const)
    it(`is not taken for forgotten where the engine was ${code} when it was asked`, async () => {
      host.past = stopped('a', -5_100)
      host.pastFailing = code
      await host.run(100)
      host.pastFailing = undefined
      deepEqual(of('a'), [false, false])
      await host.run(120_000)
      deepEqual(of('a'), [true, false])
    })

  for (const code of ['Timeout', 'Busy', 'Internal'] as const)
    it(`is not asked for again of an engine that failed with ${code}, but a later one is`, async () => {
      for (const id of ['a', 'b', 'c']) host.containers.set(id, containerOf(id, { ...ended, FinishedAt: iso(-60_000) }))
      host.pastFailing = code
      await host.run(400_000)
      deepEqual([host.pastAsked.length, of('a'), host.inventory.host('h1')?.synced], [1, [false, true], true])
      host.pastFailing = undefined
      const at = host.clock.now() - start
      host.containers.set('runs', containerOf('runs', { ...ended, FinishedAt: iso(at) }))
      host.past = stopped('runs', at - 1)
      await host.run(400_000)
      deepEqual(
        [of('a'), of('runs')],
        [
          [false, true],
          [true, false],
        ],
      )
    })

  it('is not asked for again of an engine that can not tell of any', async () => {
    host.pastFailing = 'Unsupported'
    await host.run(400_000)
    deepEqual([host.pastAsked.length, of('a'), host.inventory.host('h1')?.synced], [1, [false, true], true])
  })

  it('is told meanwhile, and then it is as it was told', async () => {
    host.containers.clear()
    host.containers.set('runs', containerOf('runs'))
    await host.run(100)
    host.past = stopped('runs', 110)
    const { inventory } = host
    inventory.expectStop('h1', 'runs')
    const read = containerOf('runs', { ...ended, StartedAt: iso(-1000), FinishedAt: iso(111) })
    equal(inventory.isEndUntold('h1', read), true)
    for (const event of host.past) inventory.noteLife('h1', event)
    inventory.notePastEnds('h1', read, host.past)
    deepEqual(of('runs'), [false, false])
  })
})
