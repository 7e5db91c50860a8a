import type { V1NodeStatus } from './generated/types.ts'

/** The message of a hold on everything on a node whose engine can't be reached, or fails at what it is asked. */
export function heldBySilence(node: string, why: string, obstacle: V1NodeStatus['obstacle']): string {
  const words = obstacle === 'Failing' ? 'fails' : obstacle === 'CallRefused' ? "can't be used" : 'does not answer'
  return `${node} ${words}: ${why}`
}
