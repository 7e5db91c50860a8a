import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { errorCode } from '../../api/v1/language/caught-error.ts'
import { type SecretValue, secretValue } from '../../api/v1/redact/secret-value.ts'
import type { Context } from '../context.ts'
import { usageError } from '../usage.ts'
import { readPipeBytes } from './read-source.ts'

/** The source of a secret's content; exactly one must be given. */
export interface SecretSources {
  /** A path, or `-` for standard input, as with docker. */
  readonly fromFile?: string
  /** Only `-`: a value on a command line would be visible in `ps`. */
  readonly fromLiteral?: string
  readonly stdin?: boolean
  /** The number of characters; true for the default. */
  readonly generate?: string | true
  /** A registry to store a login for, in the format of docker's config.json. */
  readonly dockerServer?: string
  readonly dockerUsername?: string
  readonly dockerPasswordStdin?: boolean
}

const MOST_BYTES = 1024 * 1024
const GENERATED = { least: 16, usual: 32, most: 4096 } as const

/** Reads the secret's content. Throws a usage error that never quotes it. */
export async function secretBytes(sources: SecretSources, context: Context): Promise<SecretValue> {
  const { fromFile, fromLiteral, stdin, generate } = sources
  const login = sources.dockerServer ?? sources.dockerUsername ?? (sources.dockerPasswordStdin || undefined)
  const named = [fromFile, fromLiteral, stdin || undefined, generate, login].filter((each) => each !== undefined)
  if (named.length !== 1)
    throw usageError(
      named.length === 0 ? 'where do the bytes come from?' : 'the bytes come from one place',
      'say one of --from-file PATH, --from-literal -, --stdin, --generate and --docker-server REGISTRY',
    )
  if (login !== undefined) return await registryLogin(sources, context)
  if (generate !== undefined) return generated(generate)
  if (fromFile !== undefined && fromFile !== '-') return secretValue(await readFile(context, fromFile))
  if (fromLiteral !== undefined && fromLiteral !== '-')
    throw usageError(
      '--from-literal takes its value from standard input: one in a command line is in `ps` and in the history',
      'write: printf %s "$VALUE" | reconcile secret create NAME -n STACK --from-literal -',
    )
  if (context.terminal.keyboard) context.terminal.complain('type it, and end with Ctrl-D; it is seen on the screen')
  const bytes = await readAll(context.terminal.stdin(), 'standard input')
  return secretValue(fromLiteral === undefined ? bytes : withoutLineEnd(bytes))
}

/** A registry login in the format of Kubernetes' type kubernetes.io/dockerconfigjson, for imagePullSecrets. */
async function registryLogin(sources: SecretSources, { terminal }: Context): Promise<SecretValue> {
  const { dockerServer, dockerUsername: username, dockerPasswordStdin } = sources
  if (!username || !dockerPasswordStdin)
    throw usageError(
      'a login for a registry is a name, and a password on standard input',
      'write: printf %s "$PASSWORD" | reconcile secret create NAME -n STACK --docker-server REGISTRY --docker-username USER --docker-password-stdin',
    )
  if (username.includes(':')) throw usageError('the name of a login has no colon', 'look at --docker-username')
  const server = !dockerServer || dockerServer === 'docker.io' ? 'https://index.docker.io/v1/' : dockerServer
  if (terminal.keyboard) terminal.complain('type the password, and end with Ctrl-D; it is seen on the screen')
  const password = withoutLineEnd(await readAll(terminal.stdin(), 'standard input')).toString('utf8')
  const auth = Buffer.from(`${username}:${password}`).toString('base64')
  return secretValue(JSON.stringify({ auths: { [server]: { auth } } }))
}

/** Random letters, digits, - and _, uniformly distributed. */
function generated(length: string | true): SecretValue {
  const count = length === true ? GENERATED.usual : /^\d{1,5}$/.test(length) ? Number(length) : 0
  if (count < GENERATED.least || count > GENERATED.most)
    throw usageError(
      `--generate takes a number of characters, from ${GENERATED.least} to ${GENERATED.most}`,
      'write --generate=40, or --generate after the name',
    )
  return secretValue(randomBytes(count).toString('base64url').slice(0, count))
}

/** Reads a file, or a pipe: a signal ends the wait for who writes into it. */
async function readFile({ cwd, signal, terminal }: Context, path: string): Promise<Buffer> {
  const file = resolve(cwd, path)
  try {
    if (!(await stat(file)).isFIFO()) return await readAll(createReadStream(file), path)
    return await readAll([await readPipeBytes(file, { signal, terminal, most: MOST_BYTES })], path)
  } catch (error) {
    if (errorCode(error) === 'EFBIG') throw tooLarge(path)
    if (!(error instanceof Error) || !('syscall' in error)) throw error
    throw usageError(`reading ${path}: ${error.message}`, 'name a file that may be read')
  }
}

async function readAll(chunks: AsyncIterable<unknown> | Iterable<unknown>, what: string): Promise<Buffer> {
  const read: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    read.push(chunk as Uint8Array)
    size += (chunk as Uint8Array).length
    if (size > MOST_BYTES) throw tooLarge(what)
  }
  if (size === 0) throw usageError(`${what} is empty`, 'look at what it was to come from; nothing was changed')
  return Buffer.concat(read)
}

function tooLarge(what: string) {
  return usageError(`${what} has more than 1 MiB`, 'mount it as a file instead')
}

/** Drops the line end that `echo` adds. */
function withoutLineEnd(bytes: Buffer): Buffer {
  if (bytes.at(-1) !== 10) return bytes
  return bytes.subarray(0, bytes.at(-2) === 13 ? -2 : -1)
}
