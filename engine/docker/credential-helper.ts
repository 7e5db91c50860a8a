import { spawn } from 'node:child_process'
import { errorCode, errorText } from '../../api/v1/language/caught-error.ts'
import type { Clock } from '../../clock/clock.ts'
import type { RegistryAuth } from '../registry-auth.ts'
import { readBytes } from './answer.ts'

/** The time limit of a helper, ms: one that hangs (on a keychain, a cloud or a person) would block every pull. */
const DEADLINE_MS = 30_000
const OUTPUT_LIMIT = 1024 * 1024

/**
 * Runs `docker-credential-HELPER get`, without a shell, for the credentials of one registry; undefined where it has none. Credentials only
 * travel over pipes. Throws where it fails or is too slow, in words without secrets.
 */
export async function askHelper(helper: string, server: string, asking: Asking): Promise<RegistryAuth | undefined> {
  if (!/^[A-Za-z0-9._-]+$/.test(helper))
    throw new Error(`credential helper ${JSON.stringify(helper)}: not a helper's name`)
  const program = `docker-credential-${helper}`
  const { text, code } = await run(program, server, asking)
  if (code !== 0) {
    if (/credentials not found/i.test(text)) return undefined
    throw new Error(`${program} get ${server}: it ended with ${code}: ${wordsOf(text)}`)
  }
  return decode(program, text, server)
}

/**
 * A helper's error message. If it does not look like a sentence it is withheld: a helper that fails after answering has printed the secret
 * (S9).
 */
function wordsOf(text: string): string {
  const words = text.trim()
  const isSentence = words.includes(' ') && !words.includes('{')
  return isSentence ? words.slice(0, 200) : 'what it said may hold the secret: run it by hand to see that'
}

function unstartedWords(program: string, server: string, cause: unknown): string {
  if (errorCode(cause) === 'ENOENT')
    return `${program}, which config.json names for ${server}, is not on the PATH: install it, or take it out of config.json`
  return `run ${program} for the credentials of ${server}: ${errorText(cause)}`
}

interface Asking {
  readonly clock: Clock
  readonly signal: AbortSignal
}

async function run(program: string, server: string, { clock, signal }: Asking) {
  const child = spawn(program, ['get'], { stdio: ['pipe', 'pipe', 'ignore'], signal, killSignal: 'SIGKILL' })
  let cancel = () => {}
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', (cause) => reject(new Error(unstartedWords(program, server, cause), { cause })))
    child.on('close', resolve)
    // Not AbortSignal.timeout: within AbortSignal.any it may be garbage-collected before it fires (Node 20).
    cancel = clock.after(DEADLINE_MS, () => reject(new Error(lateWords(program, server))))
  })
  // It was not started, which the error tells. With too many files open, it has no streams either.
  if (child.pid === undefined) return { text: '', code: await ended.finally(cancel) }
  child.stdin.on('error', () => {})
  child.stdin.end(server)
  try {
    const [text, code] = await Promise.all([
      readBytes(child.stdout, OUTPUT_LIMIT, `${program} get ${server}: it`),
      ended,
    ])
    return { text: text.toString('utf8'), code }
  } finally {
    cancel()
    child.kill('SIGKILL')
    // A child of the helper may hold the pipe open, which would keep this process alive.
    child.stdout.destroy()
  }
}

function lateWords(program: string, server: string): string {
  const byHand = `\`echo ${server} | ${program} get\``
  return (
    `${program} get ${server}: it has not answered for ${DEADLINE_MS / 1000} s, and was ended: run ${byHand} by hand to see ` +
    `what it waits for, as a keychain that is locked; or name another helper for ${server} in docker's config.json`
  )
}

function decode(program: string, text: string, serveraddress: string): RegistryAuth {
  const answer = parse(program, text)
  const { Username, Secret } = answer
  if (typeof Username !== 'string' || typeof Secret !== 'string')
    throw new Error(`${program} get ${serveraddress}: its answer has no Username or Secret`)
  if (Username === '<token>') return { identitytoken: Secret, serveraddress }
  return { username: Username, password: Secret, serveraddress }
}

function parse(program: string, text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) ?? {}
  } catch {
    // The text may contain the secret: it is not quoted, and no cause is kept.
    throw new Error(`${program}: its answer is not JSON`)
  }
}
