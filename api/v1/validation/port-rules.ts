import type { V1Port, V1Service } from '../generated/types.ts'
import { isEveryAddress } from '../host-ports.ts'
import type { ObjectOf } from '../kinds.ts'
import { describeRef, refOf } from '../metadata.ts'
import type { Turn, TurnOf } from '../turns.ts'
import type { SetError } from './set-error.ts'
import type { ValidationError } from './validation-error.ts'
import { isJob } from '../service-mode.ts'
import { groupBy } from '../language/group-by.ts'

/**
 * Errors for services of a stack that publish the same port of the only host, so that only one of them would ever run. Only for
 * installations with one host, where `turnOf` tells which services take turns: with several nodes, or other constraints, the scheduler
 * decides. The error is on the later one.
 */
export function portRules(objects: readonly ObjectOf[], turnOf: TurnOf): SetError[] {
  const spans = objects.flatMap((object, order) =>
    object.kind === 'Service' ? spansOf(object, order, turnOf(object)) : [],
  )
  const errors = new Map<V1Service, SetError>()
  for (const group of groupBy(spans, ({ group }) => group).values())
    for (const [one, other] of overlaps(group)) {
      const [earlier, later] = one.order < other.order ? [one, other] : [other, one]
      if (!errors.has(later.service)) errors.set(later.service, clash(later, earlier))
    }
  return [...errors.values()]
}

/** Errors for host ports that one service publishes twice, so that its tasks would never start. The error is on the later entry. */
export function ownPortRules(service: V1Service): ValidationError[] {
  const spans = spansOf(service, 0, service).map((span, order) => ({ ...span, order, turn: order }))
  const errors = new Map<Span, ValidationError>()
  for (const group of groupBy(spans, ({ group }) => group).values())
    for (const pair of overlaps(group)) {
      const [earlier, later] = pair[0].order < pair[1].order ? pair : [pair[1], pair[0]]
      const port = Math.max(later.from, earlier.from)
      const message = `takes port ${port} of the host, as an entry before it does: keep one, or publish another port`
      errors.set(later, { path: later.path, message, beside: earlier.path })
    }
  return [...errors.values()]
}

/** The host ports that one entry certainly takes. */
interface Span {
  readonly service: V1Service
  /** The index of the service among the objects. */
  readonly order: number
  readonly turn: Turn
  readonly group: string
  readonly path: ValidationError['path']
  readonly from: number
  readonly to: number
  readonly hostIP: string
}

/**
 * The spans of a service. Jobs are left out, as they end and release their ports; and so are network modes for which the engine publishes
 * no ports.
 */
function spansOf(service: V1Service, order: number, turn: Turn): Span[] {
  const { metadata, spec } = service
  const { replicas = 1, template, placement } = spec
  if (isJob(spec) || replicas === 0 || isElsewhere(template.networkMode)) return []
  return (template.ports ?? []).flatMap((port, index): Span[] => {
    const { hostPort, hostIP = '', protocol = 'tcp' } = port
    if (!hostPort || isFreeIn(port)) return []
    const to = port.hostPortEnd ?? hostPort
    const group = JSON.stringify([metadata.namespace, protocol, placement?.constraints ?? []])
    const path = ['spec', 'template', 'ports', index, 'hostPort']
    return [{ service, order, turn, group, path, from: hostPort, to, hostIP }]
  })
}

function isElsewhere(networkMode = ''): boolean {
  return networkMode === 'host' || networkMode === 'none' || /^(container|service):/.test(networkMode)
}

/** Whether the engine chooses a free port of a range. */
function isFreeIn({ hostPortEnd, containerPortEnd }: V1Port): boolean {
  return hostPortEnd !== undefined && containerPortEnd === undefined
}

/**
 * Yields pairs of overlapping spans. Of the spans that overlap none before, only the one that ends last is kept per address. That is
 * enough, as kept spans that overlap have the same turn.
 */
function* overlaps(spans: readonly Span[]): Generator<readonly [Span, Span]> {
  const passed = new Map<string, Span>()
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const other = [...passed.values()].find(
      (each) => each.to >= span.from && each.turn !== span.turn && isOneAddress(each, span),
    )
    if (other) yield [other, span]
    else if (span.to > (passed.get(span.hostIP)?.to ?? 0)) passed.set(span.hostIP, span)
  }
}

/** Whether listeners on two host addresses conflict. */
export function isOneAddress({ hostIP: a = '' }: Address, { hostIP: b = '' }: Address): boolean {
  if (a === b || a === '' || b === '') return true
  const isSameFamily = a.includes(':') === b.includes(':')
  return isSameFamily && (isEveryAddress(a) || isEveryAddress(b))
}

/** `hostIP` empty or absent means all addresses of the host. */
type Address = Pick<V1Port, 'hostIP'>

function clash(later: Span, earlier: Span): SetError {
  const other = refOf(earlier.service)
  const port = Math.max(later.from, earlier.from)
  return {
    ...{ object: refOf(later.service), other, path: later.path, otherPath: earlier.path },
    message: `takes port ${port} of the host, as ${describeRef(other)} does, and there is one host: publish another port, or leave hostPort out so that it gets a free one`,
  }
}
