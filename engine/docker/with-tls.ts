import { readFile } from 'node:fs/promises'
import type { Address, TlsMaterial } from './agent.ts'
import type { TlsFiles } from './endpoint.ts'

/** An address with what its certificate files hold. */
export interface SecuredAddress {
  /** Each connection is made with what was read last. */
  readonly address: Address
  /** Reads the files anew, as certificates are replaced before they expire; those that can't be read stay as they were. */
  renew(): void
}

/** Rejects where a file can't be read. */
export async function withTls(address: Address, files: TlsFiles | undefined): Promise<SecuredAddress> {
  if (address.kind === 'unix' || files === undefined) return { address, renew: () => {} }
  let tls = await read(files)
  let reading: Promise<void> | undefined
  const readAnew = async () => {
    tls = await read(files).catch(() => tls)
    reading = undefined
  }
  return {
    address: {
      ...address,
      get tls() {
        return tls
      },
    },
    renew: () => void (reading ??= readAnew()),
  }
}

async function read(files: TlsFiles): Promise<TlsMaterial> {
  const text = async (path: string | undefined) => path && (await readPem(path))
  const [ca, cert, key] = await Promise.all([text(files.ca), text(files.cert), text(files.key)])
  return {
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
    ...(files.skipVerify ? { skipVerify: true } : {}),
  }
}

function readPem(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause) => {
    throw new Error(`read TLS file ${path}: ${cause.message}`, { cause })
  })
}
