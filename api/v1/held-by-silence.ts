/** The message of a hold on everything on a node whose engine can't be reached. */
export function heldBySilence(node: string, why: string): string {
  return `${node} does not answer: ${why}`
}
