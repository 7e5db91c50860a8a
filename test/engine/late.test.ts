import { deepEqual, equal, rejects } from 'node:assert/strict'
import type { Engine } from '../../engine/engine.ts'
import { lateEngine } from '../../engine/late.ts'
import { aWorld } from '../support/world.ts'

const run = { signal: new AbortController().signal, object: 'Node/a', reason: 'a test' }

/** An engine to which connecting succeeds from the n-th attempt on. */
function connecting(from: number) {
  const { host, world } = aWorld()
  const seen = { attempts: 0, closed: 0 }
  const connect = async (): Promise<Engine> => {
    seen.attempts++
    if (seen.attempts < from) throw new Error('read TLS file /ca.pem: ENOENT')
    return { ...host.engine(), close: () => void seen.closed++ }
  }
  const settled = async <T>(asked: Promise<T>): Promise<T> => {
    void world.clock.runUntilQuiet({ until: world.clock.now() + 60_000, steps: 1e6 })
    return await asked
  }
  return { engine: lateEngine('a', connect), seen, settled }
}

describe('an engine that is connected to late', () => {
  it('is connected to once, at once', async () => {
    const { engine, seen, settled } = connecting(1)
    equal(seen.attempts, 1)
    for (let n = 0; n < 2; n++) deepEqual(await settled(engine.listContainers({}, run)), [])
    equal(seen.attempts, 1)
  })

  it('fails as unreachable with the reason, and is tried again by the next call', async () => {
    const { engine, seen, settled } = connecting(2)
    const because = { code: 'Unreachable', message: /on a: read TLS file \/ca\.pem: ENOENT$/ }
    await rejects(engine.listContainers({}, run), because)
    deepEqual(await settled(engine.listContainers({}, run)), [])
    equal(seen.attempts, 2)
  })

  it('tells a watch that it is out of reach, unless that was left', async () => {
    const { engine } = connecting(9)
    const broken = (leaves: boolean) =>
      new Promise<string>((resolve) => {
        const nothing = () => undefined
        const onBroken = (error: Error) => resolve(error.message)
        const leave = engine.watch({ onEvent: nothing, onReady: nothing, onBroken })
        if (leaves) leave()
        if (leaves) setImmediate(() => resolve('nothing'))
      })
    deepEqual(await broken(false), 'watch events on a: read TLS file /ca.pem: ENOENT')
    deepEqual(await broken(true), 'nothing')
  })

  it('is closed once it is connected, and connects no more after that', async () => {
    const { engine, seen } = connecting(1)
    engine.close()
    await new Promise(setImmediate)
    equal(seen.closed, 1)
    const { engine: failed, seen: tries } = connecting(2)
    await new Promise(setImmediate)
    failed.close()
    await rejects(failed.listContainers({}, run), /its connection is closed/)
    equal(tries.attempts, 1)
  })
})
