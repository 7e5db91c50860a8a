import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '../../api/v1/language/caught-error.ts'
import { isRole, type Role } from '../../api/v1/installation/roles.ts'
import { readBoundedFileSync } from '../bounded-file.ts'
import { makeOwnedDirectory, writeOwnedSync } from '../owned.ts'
import { syncDirectorySync } from '../sync-directory.ts'

/** What is kept of a token: nothing that it could be told from. */
export interface Token {
  readonly name: string
  readonly role: Role
  /** RFC 3339. */
  readonly createdAt: string
}

/** The file of a token; its hash needs no salt and no slow function, as 256 random bits can't be guessed (docs/decisions/tokens.md). */
interface TokenFile extends Token {
  readonly sha256: string
}

const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
const PREFIX = 'rct'
const SECRET_BYTES = 32
/** A file of a token has some hundred. */
const MOST_BYTES = 10_000

/** Whether a token may have this name: a label of DNS, as it is a file's name and a part of the token. */
export function isTokenName(name: string): boolean {
  return NAME.test(name)
}

/** Makes a token and answers it, which nobody can later; undefined where there is one of the name. */
export function createToken(dir: string, token: Token): string | undefined {
  const secret = `${PREFIX}.${token.name}.${randomBytes(SECRET_BYTES).toString('base64url')}`
  const file: TokenFile = { ...token, sha256: hashOf(secret).toString('hex') }
  makeOwnedDirectory(dir)
  try {
    writeOwnedSync(fileOf(dir, token.name), `${JSON.stringify(file)}\n`)
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return undefined
    throw error
  }
  syncDirectorySync(dir)
  return secret
}

/** All tokens, by name. */
export function listTokens(dir: string): readonly Token[] {
  const files = namesIn(dir).flatMap((name) => readFile(dir, name) ?? [])
  return files.map(({ sha256: _, ...token }) => token)
}

/** Deletes a token, which is of no use from then on, be it half made by who was killed; false where there is none of the name. */
export function deleteToken(dir: string, name: string): boolean {
  if (!isTokenName(name) || !existsSync(fileOf(dir, name))) return false
  rmSync(fileOf(dir, name), { force: true })
  // Else a power cut would make it valid again.
  syncDirectorySync(dir)
  return true
}

/** The token that a text is; undefined for none that is known. Its hash is compared in the same time whatever of it is wrong. */
export function knownToken(dir: string, text: string): Token | undefined {
  const [prefix, name = '', ...rest] = text.slice(0, 200).split('.')
  const file = prefix === PREFIX && rest.length === 1 && isTokenName(name) ? readFile(dir, name) : undefined
  const expected = Buffer.from(file?.sha256 ?? '0'.repeat(64), 'hex')
  const isSame = timingSafeEqual(hashOf(text), expected)
  if (!file || !isSame) return undefined
  const { sha256: _, ...token } = file
  return token
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function readFile(dir: string, name: string): TokenFile | undefined {
  try {
    const text = readBoundedFileSync(fileOf(dir, name), MOST_BYTES).toString('utf8')
    const { role, createdAt, sha256 } = JSON.parse(text) as Partial<TokenFile>
    if (!isRole(role) || typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return undefined
    return { name, role, createdAt: String(createdAt), sha256 }
  } catch {
    return undefined
  }
}

function namesIn(dir: string): readonly string[] {
  try {
    const names = readdirSync(dir).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : []))
    return names.filter(isTokenName).sort()
  } catch {
    return []
  }
}

function fileOf(dir: string, name: string): string {
  return join(dir, `${name}.json`)
}
