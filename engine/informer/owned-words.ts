const BEGIN = 'its engine is that of node '
const END = ': give one of the two another address in spec.engine, or take it away'

/** That the engine that answers for a node is another node's, and what to do. */
export function ownedWords(owner: string): string {
  return `${BEGIN}${owner}${END}`
}

/** The node whose engine it is, by what a message that ends so says; undefined of any other. */
export function ownerIn(message: string): string | undefined {
  const begin = message.lastIndexOf(BEGIN)
  return begin >= 0 && message.endsWith(END) ? message.slice(begin + BEGIN.length, -END.length) : undefined
}
