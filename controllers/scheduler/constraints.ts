import type { V1Node } from '../../api/v1/generated/types.ts'
import { type Constraint, labelIn, type nodeKeys } from '../../api/v1/placement-constraint.ts'

/**
 * Whether a node meets a constraint. Values are compared case-insensitively, label names case-sensitively; an unknown key never matches
 * (swarmkit's rule).
 */
export function meets(node: V1Node, { key, operator, value }: Constraint): boolean {
  const found = valueOf(node, key)
  if (found === undefined) return false
  return (found.toLowerCase() === value.toLowerCase()) === (operator === '==')
}

/**
 * A hint for a constraint that a node does not meet, empty for most: it is on a role, which all nodes have alike; or on a label that the
 * node has in metadata.labels, where kubectl has labels, rather than in spec.labels.
 */
export function hintOn({ metadata, spec }: V1Node, { key, operator }: Constraint): string {
  if (key.toLowerCase() === 'node.role') return ' (each node here is a manager)'
  const label = labelIn(key)
  if (label === undefined || operator === '!=' || Object.hasOwn(spec.labels ?? {}, label)) return ''
  if (!Object.hasOwn(metadata.labels ?? {}, label)) return ''
  return `: metadata.labels has ${label}, and constraints are met by spec.labels`
}

/** A node's value for the key of a constraint or preference; undefined for an unknown key. */
export function valueOf(node: V1Node, key: string): string | undefined {
  const label = labelIn(key)
  if (label !== undefined) return node.spec.labels?.[label] ?? ''
  return byKey.get(key.toLowerCase())?.(node, node.status ?? {})
}

type Attribute = (node: V1Node, status: NonNullable<V1Node['status']>) => string

const attributes: Readonly<Record<(typeof nodeKeys)[number], Attribute>> = {
  'node.id': (_, status) => status.engineID ?? '',
  'node.hostname': ({ metadata }, status) => status.hostname ?? metadata.name,
  'node.name': ({ metadata }) => metadata.name,
  'node.role': () => 'manager',
  'node.platform.os': (_, status) => status.os ?? '',
  'node.platform.arch': (_, status) => status.architecture ?? '',
}

const byKey: ReadonlyMap<string, Attribute> = new Map(Object.entries(attributes))
