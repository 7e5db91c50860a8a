import { resolve } from 'node:path'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import type { ApiServer } from '../../../api/server/listen.ts'
import { type KeyPair, serveTcp } from '../../../api/server/listen-tcp.ts'
import type { Served } from '../../../api/server/served.ts'
import { MOST_FILE_BYTES } from '../../../api/v1/file-reason.ts'
import { errorText } from '../../../api/v1/language/caught-error.ts'
import { readBoundedFileSync } from '../../../store/bounded-file.ts'
import { knownToken, listTokens } from '../../../store/tokens/tokens.ts'
import { type ListenAddress, parseListen } from '../../arguments/listen-address.ts'
import { type Context, tokensOf } from '../../context.ts'
import { usageError } from '../../usage.ts'

/** The options of `serve` for TCP. */
export interface ListenOptions {
  readonly listen?: string
  readonly tlsCert?: string
  readonly tlsKey?: string
}

/** The address to listen on, and the TLS certificate. */
export interface Listening extends Pick<ListenAddress, 'host' | 'port'> {
  readonly tls?: KeyPair & { readonly files: { readonly cert: string; readonly key: string } }
}

/** Parses the options. TLS is required except on the loopback, as tokens would be sent unencrypted. */
export function listeningOf({ cwd }: Context, { listen, tlsCert, tlsKey }: ListenOptions): Listening | undefined {
  if (listen === undefined) {
    if (tlsCert === undefined && tlsKey === undefined) return undefined
    throw usageError('--tls-cert and --tls-key are for --listen', 'say where: --listen 0.0.0.0:8443')
  }
  const { host, port, isLoopback } = parseListen(listen)
  if (tlsCert !== undefined && tlsKey !== undefined) return { host, port, tls: keyPair(cwd, { tlsCert, tlsKey }) }
  if (tlsCert !== undefined || tlsKey !== undefined)
    throw usageError('a certificate is of no use without its key', 'give both --tls-cert and --tls-key')
  if (isLoopback) return { host, port }
  throw usageError(
    `--listen ${listen} without TLS: tokens and all that is asked would go over the network in the clear`,
    'give --tls-cert and --tls-key, or listen on 127.0.0.1',
  )
}

/** A bound address. Requests wait until `serve` is called. */
export interface Listener extends ApiServer {
  serve(served: Served): void
}

/** Binds the address, for holders of a token. */
export async function listenOn(
  { home }: Pick<Context, 'home'>,
  { listening, log }: { readonly listening: Listening; readonly log: (line: string) => void },
): Promise<Listener> {
  const tokens = tokensOf(home)
  let answer: (served: Served) => void = () => undefined
  const served = new Promise<Served>((resolve) => (answer = resolve))
  const { url, close } = await serveTcp(served, {
    ...{ ...listening, authenticate: (token: string) => knownToken(tokens, token) },
    ...(listening.tls ? { renewed: renewalOf(listening.tls, log) } : {}),
  })
  return {
    close,
    serve(installation) {
      answer(installation)
      const none = listTokens(tokens).length === 0
      log(
        `listening on ${url} for who has a token${none ? ', and nobody has: reconcile token create NAME --role view' : ''}`,
      )
    },
  }
}

/** Validates the certificate and key early, before serve changes any host. */
function keyPair(cwd: string, { tlsCert, tlsKey }: Required<Pick<ListenOptions, 'tlsCert' | 'tlsKey'>>) {
  const [cert, key] = [pem(cwd, '--tls-cert', tlsCert), pem(cwd, '--tls-key', tlsKey)]
  for (const [option, path, part] of [
    ['--tls-cert', tlsCert, { cert }],
    ['--tls-key', tlsKey, { key }],
  ] as const)
    refuse(part, `${option} ${path}`, 'name a file in PEM, a key without a passphrase')
  refuse(
    { cert, key },
    `--tls-cert ${tlsCert} and --tls-key ${tlsKey}`,
    'name the key that the certificate was made for',
  )
  return { cert, key, files: { cert: resolve(cwd, tlsCert), key: resolve(cwd, tlsKey) } }
}

/**
 * Returns a function that reloads the pair from its files. It returns undefined while the files are unchanged, or incomplete or invalid,
 * which is logged once.
 */
function renewalOf({ files, ...first }: NonNullable<Listening['tls']>, log: (line: string) => void) {
  let shown: KeyPair = first
  let said = ''
  return (): KeyPair | undefined => {
    try {
      const next = { cert: readPem(files.cert), key: readPem(files.key) }
      if (next.cert.equals(shown.cert) && next.key.equals(shown.key)) return undefined
      createSecureContext(next)
      shown = next
      said = ''
      log(`shows the certificate that ${files.cert} has now`)
      return next
    } catch (error) {
      const words = `goes on with the certificate that it had: ${files.cert} and ${files.key}: ${errorText(error)}`
      if (words !== said) log(words)
      said = words
      return undefined
    }
  }
}

function refuse(part: SecureContextOptions, what: string, remedy: string): void {
  try {
    createSecureContext(part)
  } catch (cause) {
    throw usageError(`${what}: ${errorText(cause)}`, remedy)
  }
}

function pem(cwd: string, option: string, path: string): Buffer {
  try {
    return readPem(resolve(cwd, path))
  } catch (cause) {
    throw usageError(`${option} ${path}: ${errorText(cause)}`, 'name a file in PEM that this user can read')
  }
}

/** A pipe is refused, as the file is read again and again. */
function readPem(path: string): Buffer {
  return readBoundedFileSync(path, MOST_FILE_BYTES)
}
