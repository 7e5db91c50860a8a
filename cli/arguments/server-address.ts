import { type SshAddress, sshAddress, withoutLogin } from '../../api/v1/ssh-address.ts'
import { usageError } from '../usage.ts'

/** The address of a `serve`, from `--server` or RECONCILE_SERVER. */
export type ServerAddress = { readonly socket: string } | { readonly url: URL } | { readonly ssh: SshAddress }

const FORMS = 'write https://HOST:PORT, ssh://[USER@]HOST, unix:///PATH of a socket, or http://127.0.0.1:PORT'

/** Parses https://HOST:PORT, ssh://HOST, unix:///PATH, or http:// on the loopback. Other unencrypted addresses are refused. */
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
      return { ssh: sshOf(rest, text) }
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

function sshOf(rest: string, text: string): SshAddress {
  const address = sshAddress(rest)
  if (address) return address
  throw usageError(`the server ${shown(text)} is no address for ssh`, SSH_FORM)
}

const SSH_FORM = 'write ssh://[USER@]HOST[:PORT][/PATH/reconcile.sock], without a password, and of plain letters'

/** Hides a possible password in an error message. */
function shown(text: string): string {
  return withoutLogin(text).slice(0, 200)
}
