import type { V1Port, V1Service } from './generated/types.ts'
import type { ObjectOf } from './kinds.ts'
import { describeRef, type ObjectRef, refOf } from './metadata.ts'
import type { ValidationError } from './validation-error.ts'

type PortError = ValidationError & {
  readonly object: ObjectRef
  readonly other: ObjectRef
  readonly otherPath: ValidationError['path']
}

/** The node that is there without being declared. */
const LOCAL_NODE = 'local'

/**
 * Services of a stack that publish one port of the one host that there is: only one of them would ever run. With several nodes, or
 * placed by other constraints, both may have a place, which is the scheduler's to say. The error is on the later one.
 */
export function portRules(objects: readonly ObjectOf[]): PortError[] {
  if (objects.some(({ kind, metadata }) => kind === 'Node' && metadata.name !== LOCAL_NODE)) return []
  const spans = objects.flatMap((object, order) => (object.kind === 'Service' ? spansOf(object, order) : []))
  const errors = new Map<V1Service, PortError>()
  for (const group of groupBy(spans, ({ group }) => group).values())
    for (const [one, other] of overlaps(group)) {
      const [earlier, later] = one.order < other.order ? [one, other] : [other, one]
      if (!errors.has(later.service)) errors.set(later.service, clash(later, earlier))
    }
  return [...errors.values()]
}

/** The ports of the host that one entry takes for sure. */
interface Span {
  readonly service: V1Service
  /** Where the service stands among the objects. */
  readonly order: number
  readonly group: string
  readonly path: ValidationError['path']
  readonly from: number
  readonly to: number
  readonly hostIP: string
}

/** Jobs end, and leave their ports to others. */
function spansOf(service: V1Service, order: number): Span[] {
  const { metadata, spec } = service
  const { mode = 'Replicated', replicas = 1, template, placement } = spec
  if (mode === 'ReplicatedJob' || mode === 'GlobalJob' || replicas === 0 || template.networkMode === 'host') return []
  return (template.ports ?? []).flatMap((port, index): Span[] => {
    const { hostPort, hostIP = '', protocol = 'tcp' } = port
    if (!hostPort || isFreeIn(port)) return []
    const to = port.hostPortEnd ?? hostPort
    const group = JSON.stringify([metadata.namespace, protocol, placement?.constraints ?? []])
    return [
      { service, order, group, path: ['spec', 'template', 'ports', index, 'hostPort'], from: hostPort, to, hostIP },
    ]
  })
}

/** Whether the engine takes any free port of a range. */
function isFreeIn({ hostPortEnd, containerPortEnd }: V1Port): boolean {
  return hostPortEnd !== undefined && containerPortEnd === undefined
}

function* overlaps(spans: readonly Span[]): Generator<readonly [Span, Span]> {
  let open: Span[] = []
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    open = open.filter(({ to }) => to >= span.from)
    const other = open.find((each) => each.service !== span.service && isOneAddress(each, span) && !follow(each, span))
    if (other) yield [other, span]
    else open.push(span)
  }
}

const ALL_ADDRESSES: ReadonlySet<string> = new Set(['', '0.0.0.0', '::'])

function isOneAddress({ hostIP: a }: Span, { hostIP: b }: Span): boolean {
  if (a === b || a === '' || b === '') return true
  const isSameFamily = a.includes(':') === b.includes(':')
  return isSameFamily && (ALL_ADDRESSES.has(a) || ALL_ADDRESSES.has(b))
}

/** Whether one starts when the other has ended. */
function follow({ service: a }: Span, { service: b }: Span): boolean {
  const waitsForEnd = (one: V1Service, other: V1Service) =>
    one.spec.dependsOn?.some(
      ({ service, condition }) => service === other.metadata.name && condition === 'Completed',
    ) ?? false
  return waitsForEnd(a, b) || waitsForEnd(b, a)
}

function clash(later: Span, earlier: Span): PortError {
  const other = refOf(earlier.service)
  const port = Math.max(later.from, earlier.from)
  return {
    ...{ object: refOf(later.service), other, path: later.path, otherPath: earlier.path },
    message: `takes port ${port} of the host, as ${describeRef(other)} does, and there is one host: publish another port, or leave hostPort out so that it gets a free one`,
  }
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const value of values) {
    const group = groups.get(keyOf(value))
    if (group) group.push(value)
    else groups.set(keyOf(value), [value])
  }
  return groups
}
