import type { V1Node } from '../../api/v1/generated/types.ts'

/** One placement constraint, in Swarm's grammar. */
export interface Constraint {
  readonly key: string
  readonly operator: '==' | '!='
  readonly value: string
}

const grammar = /^\s*([A-Za-z_][A-Za-z0-9\-_.]+)\s*(==|!=)\s*([A-Za-z0-9:\-_\s.*()?+[\]\\^$|/]+)\s*$/

/** Reads `key==value` or `key!=value`; undefined when it is neither. */
export function parseConstraint(text: string): Constraint | undefined {
  const match = grammar.exec(text)
  if (!match?.[1] || !match[3]) return undefined
  return { key: match[1], operator: match[2] === '!=' ? '!=' : '==', value: match[3].trim() }
}

/** Whether a node meets a constraint. Values compare without case, labels' keys with it; an unknown key never matches (swarmkit's rule). */
export function meets(node: V1Node, { key, operator, value }: Constraint): boolean {
  const found = valueOf(node, key)
  if (found === undefined) return false
  return (found.toLowerCase() === value.toLowerCase()) === (operator === '==')
}

/** What a node has under a key of a constraint or preference; undefined for a key that nobody knows. */
export function valueOf(node: V1Node, key: string): string | undefined {
  const lower = key.toLowerCase()
  if (lower.startsWith('node.labels.')) return node.spec.labels?.[key.slice('node.labels.'.length)] ?? ''
  return attributes[lower]?.(node, node.status ?? {})
}

/** What a constraint may ask for besides labels. */
const attributes: Readonly<Record<string, (node: V1Node, status: NonNullable<V1Node['status']>) => string>> = {
  'node.id': (_, status) => status.engineID ?? '',
  'node.hostname': ({ metadata }, status) => status.hostname ?? metadata.name,
  'node.name': ({ metadata }) => metadata.name,
  'node.role': () => 'manager',
  'node.platform.os': (_, status) => status.os ?? '',
  'node.platform.arch': (_, status) => status.architecture ?? '',
}
