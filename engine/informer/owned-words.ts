/** That the engine that answers for a node is another node's, and what to do. */
export function ownedWords(owner: string): string {
  return `its engine is that of node ${owner}: give one of the two another address in spec.engine, or take it away`
}
