import { X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import { isDeepStrictEqual } from 'node:util'
import { errorCode, errorText } from '../../api/v1/language/caught-error.ts'
import { present } from '../container/present.ts'
import type { Address, TlsMaterial } from './agent.ts'
import type { TlsFiles } from './endpoint.ts'

/** An address with its TLS files. */
export interface Secured {
  readonly address: Address
  /** Why the files can't be used now, with the file and what to do; undefined if they can, or there are none. */
  readonly unusable: () => string | undefined
  /** What may be wrong with them where TLS failed at a time, ms since the epoch: also that our certificate has expired. */
  readonly atFault: (now: number) => string | undefined
}

/**
 * Adds TLS material to an address, read again for each connection, as certificates are renewed while we run. Throws, with the file and what
 * to do, if one can't be read or used now; later, the last usable material is kept until all files can be used again.
 */
export function withTls(address: Address, files: TlsFiles | undefined): Secured {
  if (address.kind !== 'tcp' || files === undefined)
    return { address, unusable: () => undefined, atFault: () => undefined }
  let last = usable(materialIn(files), files)
  const look = () => {
    try {
      const material = materialIn(files)
      if (!isDeepStrictEqual(material, last)) last = usable(material, files)
      return undefined
    } catch (error) {
      return errorText(error)
    }
  }
  const renewed = () => {
    look()
    return last
  }
  const atFault = (now: number) => look() ?? expired(last, files, now)
  return { address: { ...address, tls: last, renewed }, unusable: look, atFault }
}

/** By this machine's clock, so it is only looked at where the engine refused: that goes by its own. */
function expired({ cert }: TlsMaterial, files: TlsFiles, now: number): string | undefined {
  if (cert === undefined) return undefined
  const { validTo } = new X509Certificate(cert)
  return Date.parse(validTo) < now ? `TLS file ${files.cert} expired (${validTo}): renew it` : undefined
}

function materialIn(files: TlsFiles): TlsMaterial {
  const [ca, cert, key] = [readPem(files.ca), readPem(files.cert), readPem(files.key)]
  return present({ ca, cert, key, skipVerify: files.skipVerify ? true : undefined })
}

/**
 * Returns the material. Throws where each connection would fail, in words of OpenSSL that name no file, or be made without what a file has.
 */
function usable(material: TlsMaterial, files: TlsFiles): TlsMaterial {
  const { ca, cert, key } = material
  const check = (tried: () => unknown, what: string) => refuse(tried, `use TLS file ${what}`)
  // OpenSSL passes over an authority that it can't read: the certificate of each engine would be refused.
  if (ca !== undefined) check(() => new X509Certificate(ca), `${files.ca}: ${NO_CERTIFICATE}`)
  if (cert !== undefined) check(() => context({ cert }), `${files.cert}: ${NO_CERTIFICATE}`)
  if (key !== undefined && isEncrypted(key))
    throw new Error(`use TLS file ${files.key}: it has a passphrase: write it without one, as with \`openssl pkey\``)
  if (key !== undefined) check(() => context({ key }), `${files.key}: write a whole private key into it, as PEM`)
  if (cert !== undefined && key !== undefined)
    refuse(
      () => context({ cert, key }),
      `use TLS files ${files.cert} and ${files.key}: write the key of that certificate`,
    )
  return material
}

const NO_CERTIFICATE = 'write a whole certificate into it, as PEM'

/** Throws for an empty text as well, which Node takes for none. */
function context({ cert, key }: Pick<SecureContextOptions, 'cert' | 'key'>): void {
  if (cert === '' || key === '') throw new Error('it is empty')
  createSecureContext({ cert, key })
}

function refuse(tried: () => unknown, what: string): void {
  try {
    tried()
  } catch (cause) {
    throw new Error(`${what} (${errorText(cause)})`, { cause })
  }
}

function isEncrypted(key: string): boolean {
  return /^Proc-Type: 4,ENCRYPTED|BEGIN ENCRYPTED PRIVATE KEY/m.test(key)
}

function readPem(path: string | undefined): string | undefined {
  if (path === undefined) return undefined
  try {
    // A pipe would be waited for.
    if (!statSync(path).isFile()) throw new Error('it is no regular file')
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Error(`read TLS file ${path}: ${errorText(cause)}${readRemedy(errorCode(cause))}`, { cause })
  }
}

function readRemedy(code: string): string {
  if (code === 'ENOENT') return ': put it there'
  return code === 'EACCES' ? ': let the user that runs this read it' : ''
}
