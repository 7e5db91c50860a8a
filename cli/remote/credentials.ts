import { X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { MOST_FILE_BYTES } from '../../api/v1/file-reason.ts'
import { errorText } from '../../api/v1/language/caught-error.ts'
import { readBoundedFileSync } from '../../store/bounded-file.ts'
import { namedText } from '../arguments/read-argument.ts'
import type { Context } from '../context.ts'
import { usageError } from '../usage.ts'

type Asking = Pick<Context, 'env' | 'cwd'>

/** The token of RECONCILE_TOKEN_FILE, else of RECONCILE_TOKEN. Never from the command line, which every user of the machine can read. */
export function tokenOf({ env, cwd }: Asking): string | undefined {
  const file = env['RECONCILE_TOKEN_FILE']
  const token = (file ? namedText(cwd, 'RECONCILE_TOKEN_FILE', file) : (env['RECONCILE_TOKEN'] ?? '')).trim()
  if (token === '' && !file) return undefined
  if (/^[\x21-\x7e]{1,500}$/.test(token)) return token
  throw usageError(
    `${file ? `RECONCILE_TOKEN_FILE ${file}` : 'RECONCILE_TOKEN'} holds no token`,
    'give it the one line that `reconcile token create` printed, and nothing else',
  )
}

/** Where systems keep their CA certificates: Debian and Alpine, Fedora and RHEL, SUSE, macOS and the BSDs. */
const TRUSTED = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

/** The CA certificates to trust, in PEM: only those of RECONCILE_CA_FILE, else the system's; undefined for Node's own. */
export function trusted({ env, cwd }: Asking, places: readonly string[] = TRUSTED): string | undefined {
  const own = env['RECONCILE_CA_FILE']
  return own ? certificates(own, namedText(cwd, 'RECONCILE_CA_FILE', own)) : trustedBySystem({ env, cwd }, places)
}

/** The CA certificates that the system trusts, in PEM: those of SSL_CERT_FILE, else where systems keep them; undefined for Node's own. */
export function trustedBySystem({ env, cwd }: Asking, places: readonly string[] = TRUSTED): string | undefined {
  const path = [env['SSL_CERT_FILE'], ...places].find((each) => each && existsSync(resolve(cwd, each)))
  return path === undefined ? undefined : systems(resolve(cwd, path))
}

/** Reads the system's certificates. Throws rather than silently trusting fewer. */
function systems(path: string): string {
  try {
    return readBoundedFileSync(path, MOST_FILE_BYTES).toString('utf8')
  } catch (cause) {
    throw usageError(
      `the certificates that this system trusts, ${path}: ${errorText(cause)}`,
      "let this user read that file, or name the certificate of who signed the server's in RECONCILE_CA_FILE",
    )
  }
}

function certificates(path: string, text: string): string {
  try {
    return new X509Certificate(text) && text
  } catch {
    throw usageError(
      `RECONCILE_CA_FILE ${path} holds no certificate`,
      'name a file in PEM, as that of --tls-cert or of who signed it',
    )
  }
}
