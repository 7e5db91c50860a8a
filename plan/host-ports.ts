import type { PlannedCall } from '../api/v1/installation/plan-answer.ts'
import type { ContainerBody, ContainerInspect, HostConfigBody, PortBinding } from '../engine/types/container.ts'
import { nameOf } from '../engine/container/name.ts'
import type { ObservedNode } from './failures.ts'

/** As many ports are named; of more their number says enough. */
const NAMED = 8

/** Addresses that stand for all of a host. */
const ALL: ReadonlySet<string> = new Set(['', '0.0.0.0', '::'])

/** Modes in which the engine publishes nothing. */
const UNPUBLISHED = /^(?:host$|none$|container:)/

/**
 * What is taken for granted of the ports that containers are to publish: no engine tells which of them a process of its host has. What a
 * container has now, no process has.
 */
export function hostPortsSaid(calls: readonly PlannedCall[], nodes: readonly ObservedNode[]): readonly string[] {
  return nodes.flatMap(({ node, observed }) => {
    const running = observed.containers.filter(({ State }) => State.Running)
    const held = running.flatMap(({ NetworkSettings }) => portsOf(NetworkSettings.Ports))
    const asked = startedAt(node, { calls, containers: observed.containers })
      .filter(({ NetworkMode: mode = '' }) => !UNPUBLISHED.test(mode))
      .flatMap(({ PortBindings }) => portsOf(PortBindings))
      .filter((port) => isOne(port) && !held.some((other) => covers(other, port)))
    const words = [...new Set(asked.sort((a, b) => Number(a.port) - Number(b.port)).map(portWords))]
    return words.length === 0 ? [] : [`no process of ${node} has ${listed(words)}`]
  })
}

interface Started {
  readonly calls: readonly PlannedCall[]
  readonly containers: readonly ContainerInspect[]
}

/** What the containers that would be started are, as they would be made or are there. */
function startedAt(node: string, { calls, containers }: Started): readonly HostConfigBody[] {
  const made = new Map(containers.map((container) => [nameOf(container), container.HostConfig]))
  return calls.flatMap(({ path, body, ...call }) => {
    if (call.node !== node || call.refused !== undefined) return []
    const { name = '', verb = '', to = '' } = STEP.exec(path)?.groups ?? {}
    if (verb === 'create') made.set(to, (body as ContainerBody).HostConfig ?? {})
    if (verb === 'rename') made.set(to, made.get(name) ?? {})
    return verb === 'start' ? [made.get(name) ?? {}] : []
  })
}

/** What makes a container, gives it its name, which it may get only now, or starts it. */
const STEP = /^\/containers\/(?:(?<name>[^/?]+)\/)?(?<verb>create|rename|start)(?:\?(?:.*&)?name=(?<to>[^&]+))?/

interface HostPort {
  readonly address: string
  readonly port: string
  readonly protocol: string
}

function portsOf(ports: Readonly<Record<string, PortBinding[] | null>> | null | undefined): readonly HostPort[] {
  return Object.entries(ports ?? {}).flatMap(([exposed, bindings]) =>
    (bindings ?? []).map(({ HostIp: address = '', HostPort: port = '' }) => {
      const [, protocol = 'tcp'] = exposed.split('/')
      return { address, port, protocol }
    }),
  )
}

/** Of a range, and where none is named, the engine takes one that is free. */
function isOne({ port }: HostPort): boolean {
  return Number(port) > 0
}

function covers(held: HostPort, { address, port, protocol }: HostPort): boolean {
  const isThere = ALL.has(held.address) || held.address === address
  return isThere && held.port === port && held.protocol === protocol
}

function portWords({ address, port, protocol }: HostPort): string {
  const at = address.includes(':') ? `[${address}]` : address
  return `${ALL.has(address) ? '' : `${at}:`}${port}${protocol === 'tcp' ? '' : `/${protocol}`}`
}

function listed(words: readonly string[]): string {
  const [one = ''] = words
  if (words.length === 1) return `port ${one}, which is to be published`
  const more = words.length > NAMED ? ` and ${words.length - NAMED} more` : ''
  return `the ports ${words.slice(0, NAMED).join(', ')}${more}, which are to be published`
}
