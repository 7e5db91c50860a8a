import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A certificate and its key, in PEM. */
export interface Certificate {
  readonly cert: Buffer
  readonly key: Buffer
}

const CURVE = ['-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']

/** Makes a self-signed certificate for these names, as `cert.pem` and `key.pem` in a directory; `expired`: one that expired yesterday. */
export function aCertificate(
  dir: string,
  {
    names = 'IP:127.0.0.1,DNS:localhost',
    expired = false,
  }: { readonly names?: string; readonly expired?: boolean } = {},
): Certificate {
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'ignore' })
  const about = ['-subj', '/CN=localhost', '-addext', `subjectAltName=${names}`]
  if (expired) {
    openssl('req', ...CURVE, '-keyout', 'key.pem', '-out', 'request.pem', ...about)
    openssl('x509', '-req', '-in', 'request.pem', '-signkey', 'key.pem', '-days', '-1', '-out', 'cert.pem')
  } else openssl('req', '-x509', ...CURVE, '-keyout', 'key.pem', '-out', 'cert.pem', '-days', '2', ...about)
  return { cert: readFileSync(join(dir, 'cert.pem')), key: readFileSync(join(dir, 'key.pem')) }
}
