import { nearest } from './validation/nearest.ts'
import type { ValidationError } from './validation/validation-error.ts'

/** One placement constraint, in Swarm's grammar. */
export interface Constraint {
  readonly key: string
  readonly operator: '==' | '!='
  readonly value: string
}

/** The keys that a constraint may use besides labels. */
export const nodeKeys = [
  ...['node.hostname', 'node.id', 'node.name', 'node.role'],
  ...['node.platform.os', 'node.platform.arch'],
] as const

const LABEL = 'node.labels.'

const grammar = /^([A-Za-z_][A-Za-z0-9\-_.]+)\s*(==|!=)([A-Za-z0-9:\-_\s.*()?+[\]\\^$|/]+)$/

/** Parses `key==value` or `key!=value`; undefined for anything else. */
export function parseConstraint(text: string): Constraint | undefined {
  const match = grammar.exec(text.trim())
  if (!match?.[1] || !match[3]) return undefined
  return { key: match[1], operator: match[2] === '!=' ? '!=' : '==', value: match[3].trim() }
}

/** The error text for a constraint that can't be parsed. */
export const unreadable = "can't be read: write name==value or name!=value"

/** The name of the node label that a key refers to; undefined for other keys. */
export function labelIn(key: string): string | undefined {
  return key.toLowerCase().startsWith(LABEL) ? key.slice(LABEL.length) : undefined
}

/** Errors for constraints that no node could ever meet. */
export function constraintRules(constraints: readonly string[]): ValidationError[] {
  return constraints.flatMap((value, index) => {
    const message = wrongIn(value)
    return message === undefined ? [] : [{ path: ['spec', 'placement', 'constraints', index], message, value }]
  })
}

function wrongIn(text: string): string | undefined {
  const constraint = parseConstraint(text)
  if (!constraint) return unreadable
  const { key } = constraint
  const known: readonly string[] = nodeKeys
  if (known.includes(key.toLowerCase()) || labelIn(key)) return undefined
  const name = key.split('.').at(-1) ?? ''
  const near = nearest(key, name === '' ? known : [...known, `${LABEL}${name}`])
  const meant = near === undefined ? '' : `; did you mean ${near}?`
  return `${key} is nothing that a node has: use one of ${LABEL}NAME, ${known.join(', ')}${meant}`
}
