/** What holds everything on a node whose engine can't be asked. */
export function heldBySilence(node: string, why: string): string {
  return `${node} does not answer: ${why}`
}
