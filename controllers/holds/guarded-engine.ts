import { triedWords } from '../../engine/docker/tried.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError, type EngineErrorCode, type Obstacle } from '../../engine/errors.ts'
import { isWrite } from '../../engine/is-write.ts'
import { type Call, wrapEngine } from '../../engine/wrap.ts'
import { anotherEngine, nodeHold } from './node-hold.ts'
import type { Ports } from '../runtime/ports.ts'

/**
 * An engine that passes writes on only while it is the recorded or an approved one. Loops ask before they act, but another engine may
 * appear in the middle of an act. Its connection breaks then, and writes wait until the next one says which engine it is.
 */
export function guardedEngine(engine: Engine, ports: Pick<Ports, 'store' | 'inventory'>): Engine {
  const { node } = engine
  const checked = async (call: Call, next: () => Promise<unknown>): Promise<unknown> => {
    for (let told = toldBy(node, ports); told; told = toldBy(node, ports))
      if (!(await settledFirst(told, call.run.signal))) throw refusal(call, node, ['Cancelled', 'no longer wanted'])
    const words = obstacleAt(node, ports)
    if (words !== undefined) throw refusal(call, node, ['Unreachable', words, ports.inventory.host(node)?.obstacle])
    return await next()
  }
  return wrapEngine(engine, (call, next) => {
    const isSure = !isWrite(call.verb) || (!toldBy(node, ports) && obstacleAt(node, ports) === undefined)
    return isSure ? next() : checked(call, next)
  })
}

/**
 * Why writes are refused, in words. Of a host that does not answer, nobody knows which engine will; of another one that is not listed yet,
 * whether it is the recorded one, upgraded.
 */
function obstacleAt(node: string, ports: Pick<Ports, 'store' | 'inventory'>): string | undefined {
  const { unreachable } = ports.inventory.host(node) ?? {}
  return unreachable ?? (anotherEngine(node, ports) && nodeHold(node, ports)?.because)
}

function toldBy(node: string, { inventory }: Pick<Ports, 'inventory'>): Promise<void> | undefined {
  return inventory.host(node)?.identifying
}

function refusal({ verb, args }: Call, node: string, [code, detail, obstacle]: Why): EngineError {
  return new EngineError(code, { node, tried: triedWords(verb, args), detail, obstacle })
}

type Why = readonly [code: EngineErrorCode, detail: string, obstacle?: Obstacle | undefined]

/** Whether it settles before the signal is aborted. */
function settledFirst(settled: Promise<void>, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const onAbort = () => resolve(false)
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    void settled.then(() => {
      signal.removeEventListener('abort', onAbort)
      resolve(true)
    })
  })
}
