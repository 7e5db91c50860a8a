import { readFileSync } from 'node:fs'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import { isDeepStrictEqual } from 'node:util'
import type { Address, TlsMaterial } from './agent.ts'
import type { TlsFiles } from './endpoint.ts'

/**
 * Adds TLS material to an address, read again for each connection, as certificates are renewed while we run. Throws, with the file, if one
 * can't be read or used now; later, the last usable material is kept until all files can be used again.
 */
export function withTls(address: Address, files: TlsFiles | undefined): Address {
  if (address.kind === 'unix' || files === undefined) return address
  let last = materialIn(files)
  refuseUnusable(files, last)
  const renewed = () => {
    last = usableIn(files, last)
    return last
  }
  return { ...address, tls: last, renewed }
}

function materialIn(files: TlsFiles): TlsMaterial {
  const read = (path: string | undefined) => path && readPem(path)
  const [ca, cert, key] = [read(files.ca), read(files.cert), read(files.key)]
  return {
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
    ...(files.skipVerify ? { skipVerify: true } : {}),
  }
}

/** Throws where each connection would fail, in words of OpenSSL that name no file. */
function refuseUnusable(files: TlsFiles, { cert, key }: TlsMaterial): void {
  if (cert !== undefined) refuse({ cert }, `use TLS file ${files.cert}`)
  if (key !== undefined && isEncrypted(key))
    throw new Error(`use TLS file ${files.key}: it has a passphrase: write it without one, as with \`openssl pkey\``)
  if (key !== undefined) refuse({ key }, `use TLS file ${files.key}`)
  if (cert !== undefined && key !== undefined) refuse({ cert, key }, `use TLS files ${files.cert} and ${files.key}`)
}

function refuse(part: Pick<SecureContextOptions, 'cert' | 'key'>, what: string): void {
  try {
    createSecureContext(part)
  } catch (cause) {
    throw new Error(`${what}: ${(cause as Error).message}`, { cause })
  }
}

function isEncrypted(key: string): boolean {
  return /^Proc-Type: 4,ENCRYPTED|BEGIN ENCRYPTED PRIVATE KEY/m.test(key)
}

/** The material in the files, or the last one while the files are unreadable or only half replaced. */
function usableIn(files: TlsFiles, last: TlsMaterial): TlsMaterial {
  try {
    const material = materialIn(files)
    if (isDeepStrictEqual(material, last)) return last
    createSecureContext({ ca: material.ca, cert: material.cert, key: material.key })
    return material
  } catch {
    return last
  }
}

function readPem(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Error(`read TLS file ${path}: ${(cause as Error).message}`, { cause })
  }
}
