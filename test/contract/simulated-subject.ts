import { seededRandom } from '../../clock/random.ts'
import { virtualClock } from '../../clock/virtual.ts'
import { createSimulatedHost } from '../../engine/simulated/host.ts'
import type { EngineInfo } from '../../engine/types/engine.ts'
import { built, simulatedPrograms } from './programs.ts'
import type { EngineUnderTest } from './subject.ts'

/** Starts a simulated host whose time passes whenever the tests wait. */
export async function startSimulated(apiVersion: string, info: Partial<EngineInfo> = {}): Promise<EngineUnderTest> {
  const random = seededRandom(5)
  const clock = virtualClock({ random, start: Date.UTC(2026, 0, 1) })
  const image = 'contract/busybox:1'
  const config = { Cmd: ['sh'], Env: ['PATH=/bin'] }
  const host = createSimulatedHost({
    node: 'h1',
    clock,
    random,
    apiVersion,
    info,
    behaviour: simulatedPrograms,
    registry: { [built.image]: { config: built.config } },
    images: { [image]: { config, directories: ['/bin', '/tmp', '/etc'] } },
  })
  host.byHand.removePath('/srv/contract/missing')
  const stopped = new AbortController()
  const drive = async () => {
    while (!stopped.signal.aborted) {
      await clock.runUntilQuiet({ until: Number.POSITIVE_INFINITY, steps: 1000 })
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  void drive()
  return {
    engine: host.engine(),
    image,
    apiVersion,
    clock,
    directory: '/srv/contract',
    async reboot() {
      host.crash()
      host.restart()
    },
    pause: async (id) => host.byHand.pause(id),
    dispose: async () => stopped.abort(),
  }
}
