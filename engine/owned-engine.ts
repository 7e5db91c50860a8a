import { EngineError } from './errors.ts'

/** Thrown when a node's engine belongs to another node: nothing is done under this node's name. */
export class OwnedEngine extends EngineError {
  constructor(node: string, owner: string) {
    super('Unreachable', { node, tried: 'look at what it is', detail: ownedWords(owner), engineOf: owner })
  }
}

/** Says that a node's engine belongs to another node, and what to do. */
export function ownedWords(owner: string): string {
  return `its engine is that of node ${owner}: give one of the two another address in spec.engine, or take it away`
}
