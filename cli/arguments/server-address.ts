import type { InstallationError } from '../../api/v1/installation-error.ts'
import { usageError } from '../usage.ts'

/** Where `--server` or RECONCILE_SERVER says that a `serve` is. */
export type ServerAddress = { readonly socket: string } | { readonly url: URL }

const FORMS = 'write https://HOST:PORT, unix:///PATH of a socket, or http://127.0.0.1:PORT'

/** Reads https://HOST:PORT, unix:///PATH, or http:// on the loopback; what would be sent in the clear is refused. */
export function parseServer(text: string): ServerAddress {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(text) ?? []
  switch (scheme.toLowerCase()) {
    case 'unix':
      if (!rest.startsWith('/')) throw usageError(`the server ${text} names no absolute path`, 'write unix:///PATH')
      return { socket: rest }
    case 'https':
      return { url: urlOf(text) }
    case 'http': {
      const url = urlOf(text)
      if (isLoopback(url.hostname)) return { url }
      throw usageError(
        `the server ${shown(text)}: a token, and all that is asked, would go over the network in the clear`,
        'write https://, and give serve a certificate (serve --listen HOST:PORT --tls-cert FILE --tls-key FILE)',
      )
    }
    case 'ssh':
      throw tunnel(rest)
    default:
      throw usageError(`the server ${shown(text)} is no address`, FORMS)
  }
}

function urlOf(text: string): URL {
  if (!URL.canParse(text)) throw usageError(`the server ${shown(text)} is no address`, FORMS)
  const url = new URL(text)
  if (url.username !== '' || url.password !== '')
    throw usageError(
      `the server ${shown(text)} has a user or password in it`,
      'leave it out: the token is in the file that RECONCILE_TOKEN_FILE names',
    )
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw usageError(`the server ${text}: only its host and port are asked for`, `write ${url.origin}`)
  return url
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

function tunnel(target: string): InstallationError {
  const host = /^[\w.@-]+/.exec(target)?.[0] ?? 'USER@HOST'
  return usageError(
    'a server behind ssh:// is not asked directly yet',
    `let ssh carry its socket: ssh -N -L "$HOME/reconcile-far.sock:RECONCILE_HOME/reconcile.sock" ${host}, with RECONCILE_HOME as it is there; then RECONCILE_SERVER=unix://$HOME/reconcile-far.sock`,
  )
}

/** What may have a password in it is not repeated. */
function shown(text: string): string {
  return text.replace(/\/\/[^/]*@/, '//***@').slice(0, 200)
}
