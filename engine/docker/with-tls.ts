import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { isDeepStrictEqual } from 'node:util'
import type { Address, TlsMaterial } from './agent.ts'
import type { TlsFiles } from './endpoint.ts'

/**
 * Adds TLS material to an address, read again for each connection, as certificates are renewed while we run. Throws if a file can't be read
 * now; later, the last usable material is kept until all files can be used again.
 */
export function withTls(address: Address, files: TlsFiles | undefined): Address {
  if (address.kind === 'unix' || files === undefined) return address
  let last = materialIn(files)
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
