import { EngineError } from './errors.ts'

/** The engine that answers for a node is another node's: nothing is done under its name. */
export class OwnedEngine extends EngineError {
  /** The node that has it. */
  readonly owner: string

  constructor(node: string, owner: string) {
    super('Unreachable', { node, tried: 'look at what it is', detail: ownedWords(owner) })
    this.owner = owner
  }
}

/** That the engine that answers for a node is another node's, and what to do. */
export function ownedWords(owner: string): string {
  return `its engine is that of node ${owner}: give one of the two another address in spec.engine, or take it away`
}
