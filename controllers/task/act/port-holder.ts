import type { V1Port } from '../../../api/v1/generated/types.ts'
import type { EngineError } from '../../../engine/errors.ts'
import type { ContainerInspect } from '../../../engine/types/container.ts'

const TAKEN = /Bind for (\S*):(\d+) failed: port is already allocated/

/** Addresses that stand for all of a host. */
const ALL: ReadonlySet<string> = new Set(['', '0.0.0.0', '::'])

/** A port of a host. */
export interface HostPort {
  /** Empty: all of the host's. */
  readonly address: string
  readonly port: number
}

/** The port of the host that a start was refused for; none for any other refusal. Pure. */
export function takenPort({ code, detail }: EngineError): HostPort | undefined {
  return code === 'Busy' ? portTakenIn(detail) : undefined
}

/** The port that an engine's words say is taken. Pure. */
export function portTakenIn(words: string): HostPort | undefined {
  const [, address = '', port] = TAKEN.exec(words) ?? []
  return port === undefined ? undefined : { address: address.replace(/^\[|\]$/g, ''), port: Number(port) }
}

/** Whether a container has it, with a protocol that it is asked for with: the refusal does not say which. Pure. */
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
          Number(HostPort) === port && (HostIp === address || ALL.has(HostIp) || ALL.has(address)),
      )
    )
  })
}

function covers({ hostPort = 0, hostPortEnd, containerPort, containerPortEnd = containerPort }: V1Port, port: number) {
  const last = hostPortEnd ?? hostPort + containerPortEnd - containerPort
  return hostPort > 0 && port >= hostPort && port <= last
}

/** Who has it, and what to do. Pure. */
export function takenPortWords({ port }: HostPort, { Id, Name }: Pick<ContainerInspect, 'Id' | 'Name'>): string {
  const name = Name.replace(/^\//, '') || Id.slice(0, 12)
  return `port ${port} is held by the container ${name}: end it, or publish another one`
}
