import type { V1Port } from '../../api/v1/generated/types.ts'
import type { PortBinding } from '../types/container.ts'

type Exposed = Record<string, Record<string, never>>

/** Every port that is published or exposed, as the engine writes them: `80/tcp`. */
export function exposedPorts(ports: readonly V1Port[] = [], expose: readonly string[] = []): Exposed | undefined {
  const exposed: Exposed = {}
  for (const port of ports)
    for (const number of containerPorts(port)) exposed[`${number}/${port.protocol ?? 'tcp'}`] = {}
  for (const text of expose) {
    const [range = '', protocol = 'tcp'] = text.split('/')
    const [first = 0, last = first] = range.split('-').map(Number)
    for (let number = first; number <= last; number++) exposed[`${number}/${protocol}`] = {}
  }
  return Object.keys(exposed).length > 0 ? exposed : undefined
}

/**
 * The host's side of each published port. Ranges of equal length go pairwise; a range of host ports for one container
 * port lets the engine take a free one of it.
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

/** Empty lets the engine choose. */
function hostPort({ containerPort, containerPortEnd, hostPort: first, hostPortEnd }: V1Port, index: number): string {
  if (!first) return ''
  const one = containerPortEnd === undefined || containerPortEnd === containerPort
  if (one && hostPortEnd !== undefined && hostPortEnd > first) return `${first}-${hostPortEnd}`
  return String(first + index)
}
