import assert from 'node:assert/strict'
import { seededRandom } from '../../clock/random.ts'
import { virtualClock } from '../../clock/virtual.ts'
import { createSimulatedHost } from '../../engine/simulated/host.ts'
import type { ContainerBody } from '../../engine/types/container.ts'

const run = { signal: new AbortController().signal, object: 'Task/shop/web', reason: 'speed' }

describe('the speed of simulated hosts', () => {
  it('is much the same per container for many as for few', async function () {
    this.timeout(120_000)
    await deploy({ hosts: 20, each: 50 })
    const few = await deploy({ hosts: 20, each: 100 })
    const many = await deploy({ hosts: 100, each: 100 })
    console.log(`      create, start, inspect, healthy: ${few} us of CPU each of 2,000, ${many} us each of 10,000`)
    assert.ok(many < 600, `${many} us each`)
    assert.ok(many < few * 2, `${many} us each of many, ${few} us each of few`)
  })
})

/** Runs containers, eight at a time on each host; returns the CPU microseconds per container. */
async function deploy({ hosts, each }: { hosts: number; each: number }): Promise<number> {
  const clock = virtualClock({ seed: 1 })
  let healthy = 0
  const begun = process.cpuUsage()
  for (let index = 0; index < hosts; index++) {
    const images = { 'web:1': { config: { Cmd: ['web'], Env: ['A=1'] } } }
    const engine = createSimulatedHost({ node: `h${index}`, clock, random: seededRandom(index), images }).engine()
    const onEvent = ({ action }: { action: string }) => {
      if (action === 'health_status: healthy') healthy++
    }
    engine.watch({ onEvent, onReady: () => {}, onBroken: () => {} })
    let next = 0
    const work = async () => {
      while (next < each) {
        const { id } = await engine.createContainer({ name: `web-${next}`, body: body(next++) }, run)
        await engine.startContainer({ id }, run)
        await engine.inspectContainer({ id }, run)
      }
    }
    for (let lane = 0; lane < 8; lane++) void work()
  }
  await clock.runUntilQuiet({ until: Number.POSITIVE_INFINITY, steps: Number.POSITIVE_INFINITY })
  const { user, system } = process.cpuUsage(begun)
  assert.equal(healthy, hosts * each)
  return Math.round((user + system) / (hosts * each))
}

function body(index: number): ContainerBody {
  return {
    Image: 'web:1',
    Env: ['B=2', 'C=3'],
    Labels: { 'reconcile.dev/task': `web-${index}`, 'reconcile.dev/stack': 'shop' },
    Healthcheck: { Test: ['CMD', 'true'] },
    HostConfig: { Memory: 64e6, RestartPolicy: { Name: 'unless-stopped' } },
  }
}
