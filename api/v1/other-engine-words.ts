import { taskReasons } from './reasons.ts'
import type { V1Condition } from './generated/types.ts'

// What is said where another engine answers at a node than the one recorded, and what such a message says to who reads it.

/** Refers from what is held on a node to what that says itself. */
export function seeNode(what: string, node: string): string {
  return `${what}: \`reconcile describe node/${node}\` says what to do`
}

/** A message for a decision, as what is the matter and what is to be done; undefined of any other message. */
export function decisionIn(message: string): { readonly what: string; readonly remedy: string } | undefined {
  const at = message.indexOf(UNLESS)
  return at < 0 ? undefined : { what: message.slice(0, at), remedy: message.slice(at + '; '.length) }
}

/** Why a node takes nothing while another engine answers in its place. */
export const REFUSES = 'another engine answers there than the one recorded'

/** Whether a condition says that no node fits, one of them as another engine answers there. */
export function isKeptOffByEngine(ready: Pick<V1Condition, 'reason' | 'message'> | undefined): boolean {
  return ready?.reason === taskReasons.noNodeFits && ready.message?.includes(REFUSES) === true
}

/** Whether a message says that the address is wrong, and nothing is to be approved. */
export function saysToCorrect(message: string): boolean {
  return message.includes(CORRECT)
}

/** What a person may do but to approve begins with it. */
export const UNLESS = '; unless that is meant, '
/** What is said where nothing is to be approved, as the address is wrong. */
export const CORRECT = 'so correct spec.engine'
