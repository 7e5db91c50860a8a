import { isEveryAddress } from '../api/v1/host-ports.ts'
import type { PlannedCall } from '../api/v1/installation/plan-answer.ts'
import type { ContainerBody, ContainerInspect, HostConfigBody, PortBinding } from '../engine/types/container.ts'
import { nameOf } from '../engine/container/name.ts'
import type { ObservedNode } from './failures.ts'

/** How many ports a message names; of the others it gives the number. */
const NAMED = 8

/** Network modes in which the engine publishes no port. */
const UNPUBLISHED = /^(?:host$|none$|container:)/

/**
 * The assumptions that no process of a host has a port which a container is to publish: no engine tells that. Ports that a container has
 * now are left out: no process can have them.
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

/** The host configurations of the containers that the calls start, whether they exist or are created by the calls. */
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

/** Matches the calls that create, rename or start a container; a new one may get its final name only by a rename. */
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

/** Whether a binding names one port: from a range, or where none is named, the engine takes a free one. */
function isOne({ port }: HostPort): boolean {
  return Number(port) > 0
}

function covers(held: HostPort, { address, port, protocol }: HostPort): boolean {
  const isThere = isEveryAddress(held.address) || held.address === address
  return isThere && held.port === port && held.protocol === protocol
}

function portWords({ address, port, protocol }: HostPort): string {
  const at = address.includes(':') ? `[${address}]` : address
  return `${isEveryAddress(address) ? '' : `${at}:`}${port}${protocol === 'tcp' ? '' : `/${protocol}`}`
}

function listed(words: readonly string[]): string {
  const [one = ''] = words
  if (words.length === 1) return `port ${one}, which is to be published`
  const more = words.length > NAMED ? ` and ${words.length - NAMED} more` : ''
  return `the ports ${words.slice(0, NAMED).join(', ')}${more}, which are to be published`
}
