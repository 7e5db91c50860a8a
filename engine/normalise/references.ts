import type { FieldValue } from './fields.ts'

/** Fields that name other containers, by name or id: `container:X`, or `X` and `X:ro`. */
export const referenceFields: ReadonlySet<string> = new Set(
  ['NetworkMode', 'IpcMode', 'PidMode', 'VolumesFrom'].map((name) => `HostConfig.${name}`),
)

/**
 * Whether two values of such a field may name the same containers, because one has the id where the other has a name. An engine stores
 * the id of the container whose namespace is joined, and what volumes are taken from as it was written.
 */
export function mayNameTheSame(wanted: FieldValue | undefined, found: FieldValue | undefined): boolean {
  const [left, right] = [referencesIn(wanted), referencesIn(found)]
  if (left === undefined || right === undefined || left.length !== right.length) return false
  return left.every(({ container, rest }, index) => {
    const other = right[index]
    if (other?.rest !== rest) return false
    return other.container === container || isId(other.container) !== isId(container)
  })
}

/** The containers that a value names; undefined for a mode that names none. */
function referencesIn(value: FieldValue | undefined): readonly { container: string; rest: string }[] | undefined {
  if (typeof value !== 'string') return Array.isArray(value) ? value.map(referenceIn) : undefined
  return value.startsWith('container:') ? [referenceIn(value)] : undefined
}

function referenceIn(line: string): { container: string; rest: string } {
  const [, kind = '', container = '', access = ''] = /^(container:)?([^:]*)(.*)$/.exec(line) ?? []
  return { container, rest: kind + access }
}

function isId(container: string): boolean {
  return /^[0-9a-f]{64}$/.test(container)
}
