import { readFile } from 'node:fs/promises'
import type { Address, TlsMaterial } from './agent.ts'
import type { TlsFiles } from './endpoint.ts'

/** An address with what its certificate files hold. Rejects where one can't be read. */
export async function withTls(address: Address, files: TlsFiles | undefined): Promise<Address> {
  if (address.kind === 'unix' || files === undefined) return address
  const read = async (path: string | undefined) => path && (await readPem(path))
  const [ca, cert, key] = await Promise.all([read(files.ca), read(files.cert), read(files.key)])
  const tls: TlsMaterial = {
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
    ...(files.skipVerify ? { skipVerify: true } : {}),
  }
  return { ...address, tls }
}

function readPem(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause) => {
    throw new Error(`read TLS file ${path}: ${cause.message}`, { cause })
  })
}
