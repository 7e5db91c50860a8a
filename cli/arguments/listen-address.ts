import { usageError } from '../usage.ts'

/** The address of `serve --listen`. */
export interface ListenAddress {
  readonly host: string
  readonly port: number
  /** Whether only processes of this machine can reach it. */
  readonly isLoopback: boolean
}

/** Parses `HOST:PORT` or `[::1]:PORT`. The host is required, so that leaving it out does not listen on all interfaces. */
export function parseListen(text: string): ListenAddress {
  const [, bracketed, plain, digits = ''] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/.exec(text) ?? []
  const host = bracketed ?? plain
  const port = Number(digits)
  if (host === undefined || port > 65_535)
    throw usageError(`--listen ${text} is no address`, 'write HOST:PORT, as 127.0.0.1:8443 or 0.0.0.0:8443')
  const isLoopback = host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
  return { host, port, isLoopback }
}
