import type { V1Port } from '../../api/v1/generated/types.ts'
import type { PortBinding } from '../types/container.ts'

type Exposed = Record<string, Record<string, never>>

/** All published and exposed ports in the engine's form: `80/tcp`. */
export function exposedPorts(ports: readonly V1Port[] = [], expose: readonly string[] = []): Exposed | undefined {
  const exposed: Exposed = {}
  for (const port of ports)
    for (const number of containerPorts(port)) exposed[`${number}/${port.protocol ?? 'tcp'}`] = {}
  for (const text of expose) for (const port of portsIn(text)) exposed[port] = {}
  return Object.keys(exposed).length > 0 ? exposed : undefined
}

/** Expands `80`, `80/tcp` and `8000-8010/udp` to the engines' form; anything else is returned as it is. */
export function portsIn(text: string): readonly string[] {
  const [, from, to = from, protocol = 'tcp'] = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(\w+))?$/.exec(text) ?? []
  const [first, last] = [Number(from), Number(to)]
  if (!(first <= last && last <= MOST)) return [text]
  return Array.from({ length: last - first + 1 }, (_, index) => `${first + index}/${protocol.toLowerCase()}`)
}

const MOST = 65_535

/**
 * The host bindings of published ports. Ranges of equal length are mapped pairwise; for a range of host ports on one container port, the
 * engine picks a free one.
 */
export function portBindings(ports: readonly V1Port[] = []): Record<string, PortBinding[]> | undefined {
  const bindings: Record<string, PortBinding[]> = {}
  for (const port of ports)
    containerPorts(port).forEach((number, index) => {
      const key = `${number}/${port.protocol ?? 'tcp'}`
      const binding = { HostIp: port.hostIP ?? '', HostPort: hostPort(port, index) }
      bindings[key] = [...(bindings[key] ?? []), binding]
    })
  return Object.keys(bindings).length > 0 ? bindings : undefined
}

function containerPorts({ containerPort, containerPortEnd = containerPort }: V1Port): number[] {
  return Array.from({ length: containerPortEnd - containerPort + 1 }, (_, index) => containerPort + index)
}

/** The host port; empty lets the engine choose. */
function hostPort({ containerPort, containerPortEnd, hostPort: first, hostPortEnd }: V1Port, index: number): string {
  if (!first) return ''
  const one = containerPortEnd === undefined || containerPortEnd === containerPort
  if (one && hostPortEnd !== undefined && hostPortEnd > first) return `${first}-${hostPortEnd}`
  return String(first + index)
}
