import { isIP } from 'node:net'

/** A port of `ports` in the short form, with ranges expanded. */
export interface PortEntry {
  readonly containerPort: number
  /** Absent: the engine chooses. */
  readonly hostPort?: number
  /** The end of a range that starts at hostPort: the engine chooses a free port in it. */
  readonly hostPortEnd?: number
  readonly hostIP?: string
  readonly protocol?: Protocol
}

export type Protocol = 'tcp' | 'udp' | 'sctp'

/** Why a text is no valid port. */
export interface PortFlaw {
  readonly message: string
}

/** Parses `[IP:][HOST:]CONTAINER[/PROTOCOL]`, with ranges expanded pair by pair. */
export function parsePorts(text: string): readonly PortEntry[] | PortFlaw {
  const ranges = parsePortRanges(text)
  return 'message' in ranges ? ranges : portsIn(ranges)
}

/** A parsed short form before its ranges are expanded. */
export interface PortRanges {
  readonly container: PortRange
  readonly host?: PortRange
  readonly hostIP?: string
  readonly protocol?: Protocol
}

/** Parses a short form without expanding its ranges. */
export function parsePortRanges(text: string): PortRanges | PortFlaw {
  const [, address = '', , written] = /^([^/]*)(\/(.*))?$/.exec(text) ?? []
  const protocol = written === undefined ? undefined : protocolOf(written)
  if (written !== undefined && !protocol)
    return { message: `has the protocol ${quoted(written)}: it is tcp, udp or sctp` }
  const ranges = rangesOf(address)
  return 'message' in ranges || !protocol ? ranges : { ...ranges, protocol }
}

/** A port or a range `a-b`, both within 0 to 65535; undefined when the text is neither. */
export function portRange(text: string): PortRange | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text)
  if (!match) return undefined
  const from = Number(match[1])
  const to = Number(match[2] ?? match[1])
  return from <= to && to <= 65_535 ? { from, to } : undefined
}

/** The protocol that a word names, in any case; undefined for other words. */
export function protocolOf(word: string): Protocol | undefined {
  return (['tcp', 'udp', 'sctp'] as const).find((each) => each === word.toLowerCase())
}

export interface PortRange {
  readonly from: number
  readonly to: number
}

interface Sections {
  readonly ip: string
  readonly host: string
  readonly container: string
}

/** Splits IP:HOST:CONTAINER. The last two parts are ports; the rest is the address, which contains colons itself when it is IPv6. */
function sectionsOf(text: string): Sections | PortFlaw {
  const parts = text.split(':')
  const container = parts.pop() ?? ''
  const host = parts.pop() ?? ''
  const written = parts.join(':')
  const ip = /^\[.*\]$/.test(written) ? written.slice(1, -1) : written
  if (ip !== '' && isIP(ip) === 0)
    return { message: `has ${quoted(written)} where an IP address of the host is wanted` }
  return { ip, host, container }
}

function rangesOf(address: string): Omit<PortRanges, 'protocol'> | PortFlaw {
  const sections = sectionsOf(address)
  if ('message' in sections) return sections
  const container = portRange(sections.container)
  if (!container || container.from === 0) {
    return { message: `has ${quoted(sections.container)} for the container's port: it is 1 to 65535` }
  }
  const ip = sections.ip === '' ? {} : { hostIP: sections.ip }
  if (sections.host === '') return { container, ...ip }
  const host = portRange(sections.host)
  if (host) return { container, host, ...ip }
  return { message: `has ${quoted(sections.host)} for the host's port: it is 0 to 65535` }
}

/** Expands the ranges to single ports, pair by pair. */
export function portsIn({ container, host, ...rest }: PortRanges): readonly PortEntry[] | PortFlaw {
  const count = portCount(container)
  if (!host) return times(count, (index) => ({ ...rest, containerPort: container.from + index }))
  const hosts = portCount(host)
  if (count === hosts) {
    return times(count, (index) => ({
      ...rest,
      containerPort: container.from + index,
      ...hostPort(host.from + index),
    }))
  }
  if (count === 1) return [{ ...rest, containerPort: container.from, hostPort: host.from, hostPortEnd: host.to }]
  return { message: `has ${hosts} ports on the host for ${count} in the container: the ranges must be equally long` }
}

/** The number of ports in a range. */
export function portCount({ from, to }: PortRange): number {
  return to - from + 1
}

/** A host port as a field. Port 0 is left out: both mean that the engine chooses. */
function hostPort(port: number): { hostPort?: number } {
  return port === 0 ? {} : { hostPort: port }
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

function quoted(text: string): string {
  return JSON.stringify(text)
}
