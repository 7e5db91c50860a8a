import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import type { Ports } from './ports.ts'

/** Returns the engine of a node. Throws Unreachable when the node is unknown, so that the key backs off. */
export function engineOf(node: string, ports: Ports): Engine {
  const engine = ports.engine(node)
  if (engine) return engine
  throw new EngineError('Unreachable', { node, tried: 'find its engine', detail: 'no such node is connected' })
}
