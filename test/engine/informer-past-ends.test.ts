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
    host.past = [
      past({ id: 'a', action: 'kill', ms: -5_100, attributes: { signal: '15' } }),
      past({ id: 'a', action: 'die', ms: -5_000, attributes: { exitCode: '0' } }),
    ]
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
    // The second asks for those of whom the first may have come too early.
    equal(host.pastAsked.length, 2)
    // Who is told of it looks later, in a turn of its own.
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
})
