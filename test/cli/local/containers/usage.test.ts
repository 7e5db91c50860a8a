import { deepEqual, equal, rejects } from 'node:assert/strict'
import { labels } from '../../../../api/v1/labels.ts'
import { measure } from '../../../../cli/local/containers/usage.ts'
import { createSingleFlight } from '../../../../controllers/runtime/single-flight.ts'
import type { Engine } from '../../../../engine/engine.ts'
import type { ContainerStats } from '../../../../engine/types/stats.ts'
import { aCore, loopsAtRest } from '../local-core.ts'

const container = {
  ...{ Id: 'c1', State: { Status: 'running' }, HostConfig: {} },
  Config: { Labels: { [labels.stack]: 'shop', [labels.task]: 'web-1', [labels.name]: 'web' } },
}
const loops = loopsAtRest({ node: 'local', containers: new Map([['c1', container]]) })

describe('what tasks use', () => {
  it('is measured once for all who ask meanwhile, whoever of them leaves, and anew for the next', async () => {
    const answers: ((stats: ContainerStats) => void)[] = []
    const stats = () => new Promise<ContainerStats>((resolve) => void answers.push(resolve))
    const engines = async () => new Map([['local', { stats } as unknown as Engine]])
    const core = { ...aCore('/nowhere'), engines }
    const share = createSingleFlight()
    const ask = (signal = new AbortController().signal) => measure({ core, loops, request: { signal }, share })

    const leaving = new AbortController()
    const asked = [ask(leaving.signal), ...Array.from({ length: 400 }, () => ask())]
    const [left, ...waiting] = asked
    await new Promise(setImmediate)
    leaving.abort(new Error('left'))
    await rejects(async () => await left, /left/)
    equal(answers.length, 1)
    answers[0]?.({ cpus: 0.5 })
    for (const { tasks } of await Promise.all(waiting))
      deepEqual(
        tasks.map(({ cpus }) => cpus),
        [0.5],
      )

    const next = ask()
    await new Promise(setImmediate)
    equal(answers.length, 2)
    answers[1]?.({ cpus: 0.7 })
    deepEqual((await next).tasks[0]?.cpus, 0.7)
  })
})
