import { seededRandom } from '../../clock/random.ts'
import { virtualClock } from '../../clock/virtual.ts'
import { createSimulatedHost } from '../../engine/simulated/host.ts'
import { engineContract } from './engine.contract.ts'
import { simulatedPrograms } from './programs.ts'
import type { EngineUnderTest } from './subject.ts'

for (const apiVersion of ['1.41', '1.51']) {
  engineContract({ name: `a simulated host at API ${apiVersion}`, make: async () => simulated(apiVersion) })
}

function simulated(apiVersion: string): EngineUnderTest {
  const random = seededRandom(5)
  const clock = virtualClock({ random, start: Date.UTC(2026, 0, 1) })
  const image = 'contract/busybox:1'
  const host = createSimulatedHost({
    node: 'h1',
    clock,
    random,
    apiVersion,
    behaviour: simulatedPrograms,
    images: { [image]: { config: { Cmd: ['sh'], Env: ['PATH=/bin'] }, directories: ['/bin', '/tmp', '/etc'] } },
  })
  host.byHand.removePath('/srv/contract/missing')
  const stopped = new AbortController()
  void (async () => {
    while (!stopped.signal.aborted) {
      await clock.runUntilQuiet({ until: Number.POSITIVE_INFINITY, steps: 1000 })
      await new Promise((resolve) => setImmediate(resolve))
    }
  })()
  return {
    engine: host.engine(),
    image,
    apiVersion,
    clock,
    directory: '/srv/contract',
    dispose: async () => stopped.abort(),
  }
}
