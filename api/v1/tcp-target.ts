export interface TcpTarget {
  /** A name or an address, without brackets. */
  readonly host: string
  readonly port?: number
}

/** What an engine's address has after tcp://, as HOST:PORT or [ADDRESS]:PORT; undefined where it is no such. */
export function tcpTarget(text: string): TcpTarget | undefined {
  const [, name, v6, port] = /^(?:([^\s:/@[\]]+)|\[([0-9a-fA-F:.]+)\])(?::(\d{1,5}))?\/?$/.exec(text) ?? []
  const host = name ?? v6
  if (host === undefined) return undefined
  if (port === undefined) return { host }
  return Number(port) > 0 && Number(port) <= 65_535 ? { host, port: Number(port) } : undefined
}
