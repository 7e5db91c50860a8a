import { usageError } from '../usage.ts'

/** Where `serve --listen` is to listen. */
export interface ListenAddress {
  readonly host: string
  readonly port: number
  /** Whether only processes of this machine can reach it. */
  readonly isLoopback: boolean
}

/** Reads `HOST:PORT`, `[::1]:PORT`; a host must be said, so that nothing is open to all by leaving it out. */
export function parseListen(text: string): ListenAddress {
  const [, bracketed, plain, digits = ''] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/.exec(text) ?? []
  const host = bracketed ?? plain
  const port = Number(digits)
  if (host === undefined || port > 65_535)
    throw usageError(`--listen ${text} is no address`, 'write HOST:PORT, as 127.0.0.1:8443 or 0.0.0.0:8443')
  const isLoopback = host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
  return { host, port, isLoopback }
}
