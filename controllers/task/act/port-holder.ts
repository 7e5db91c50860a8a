import { hostPortsOf, isEveryAddress } from '../../../api/v1/host-ports.ts'
import type { V1Port, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { by } from '../../../api/v1/language/by.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import type { EngineError } from '../../../engine/errors.ts'
import type { ContainerInspect, ContainerSummary } from '../../../engine/types/container.ts'

const TAKEN = /Bind for (\S*):(\d+) failed: port is already allocated/

/** A port of a host. */
export interface HostPort {
  /** Empty: all addresses of the host. */
  readonly address: string
  readonly port: number
}

/** The host port that a start was refused for; undefined for other refusals. Pure. */
export function takenPort({ code, detail }: EngineError): HostPort | undefined {
  return code === 'Busy' ? portTakenIn(detail) : undefined
}

/** The port that an engine's message says is taken. Pure. */
export function portTakenIn(words: string): HostPort | undefined {
  const [, address = '', port] = TAKEN.exec(words) ?? []
  return port === undefined ? undefined : { address: address.replace(/^\[|\]$/g, ''), port: Number(port) }
}

/** Whether a container has a port, with one of the protocols that it is asked for with: the refusal does not name the protocol. Pure. */
export function hasPort(
  { NetworkSettings }: Pick<ContainerInspect, 'NetworkSettings'>,
  { address, port }: HostPort,
  asked: readonly V1Port[],
): boolean {
  const protocols = new Set(asked.filter((each) => covers(each, port)).map(({ protocol = 'tcp' }) => protocol))
  return Object.entries(NetworkSettings.Ports ?? {}).some(([exposed, bindings]) => {
    const protocol = (exposed.split('/')[1] ?? 'tcp') as NonNullable<V1Port['protocol']>
    return (
      (protocols.size === 0 || protocols.has(protocol)) &&
      (bindings ?? []).some(
        ({ HostIp = '', HostPort }) =>
          Number(HostPort) === port && (HostIp === address || isEveryAddress(HostIp) || isEveryAddress(address)),
      )
    )
  })
}

function covers({ hostPort = 0, hostPortEnd, containerPort, containerPortEnd = containerPort }: V1Port, port: number) {
  const last = hostPortEnd ?? hostPort + containerPortEnd - containerPort
  return hostPort > 0 && port >= hostPort && port <= last
}

/** Says which container holds a port, with the remedy. Pure. */
export function takenPortWords({ port }: HostPort, { Id, Name }: Pick<ContainerInspect, 'Id' | 'Name'>): string {
  const name = Name.replace(/^\//, '') || Id.slice(0, 12)
  return `port ${port} is held by the container ${name}: end it, or publish another one`
}

/** Whether a start was refused because a port range has none free. Pure. */
export function isRangeTaken({ code, detail }: EngineError): boolean {
  return code === 'Busy' && /all ports are allocated/.test(detail)
}

/** The containers of a host, which of them are the service's own, and whether the task starts beside its predecessor. */
interface Beside {
  readonly containers: readonly ContainerSummary[]
  readonly isOwn: (container: ContainerSummary) => boolean
  readonly startsFirst: boolean
}

/**
 * Says who holds the ports of a template's range, with the remedy; others than its own containers first. Undefined unless containers hold
 * all of them. Pure.
 */
export function takenRangeWords(
  { ports = [] }: V1TaskTemplate,
  { containers, isOwn, startsFirst }: Beside,
): string | undefined {
  for (const published of ports) {
    const { hostPort = 0, hostPortEnd = hostPort } = published
    const range = hostPortsOf(published)
    const within = ({ hostPorts }: ContainerSummary) => hostPorts.filter((port) => range.includes(port))
    const holders = containers.filter((container) => within(container).length > 0).sort(by(({ name }) => name))
    if (hostPort === hostPortEnd || new Set(holders.flatMap(within)).size < range.length) continue
    const others = holders.filter((container) => !isOwn(container))
    const names = listNames([...others, ...holders.filter(isOwn)].map(({ name }) => name))
    const remedy = `publish more of them${others.length > 0 ? ', or end what is not its own' : ''}`
    const order = startsFirst ? ', or let the old task stop first (`order: stop-first`)' : ''
    return `its host ports ${hostPort}-${hostPortEnd} are all taken, by ${names}: ${remedy}${order}`
  }
  return undefined
}
