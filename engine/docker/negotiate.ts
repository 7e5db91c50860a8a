import { atLeast } from '../container/api-version.ts'
import type { IncomingHttpHeaders } from 'node:http'
import { EngineError, type Obstacle } from '../errors.ts'
import { readStart } from './answer.ts'
import { KEPT_OUT, PAGE_BYTES, PageError, refusesCalls, saidBy } from './refusals.ts'
import type { Transport } from './transport.ts'

/** The oldest supported API version: Docker 20.10. */
export const minimumVersion = '1.41'
/** The newest known API version: Docker 28.5. */
export const maximumVersion = '1.51'

/** Negotiates the highest API version that both sides know. */
export async function negotiateVersion(node: string, transport: Transport, signal: AbortSignal): Promise<string> {
  const answer = await transport.send({ method: 'GET', target: '/_ping' }, signal)
  const theirs = answer.headers['api-version']
  const text = await readStart(answer, PAGE_BYTES)
  const refuse = (code: 'Unsupported' | 'Busy', detail: string) =>
    new EngineError(code, {
      ...{ node, tried: 'agree on an API version', detail },
      ...(code === 'Unsupported' ? { obstacle: code } : obstacleOf(answer.statusCode ?? 0)),
    })
  if (answer.statusCode !== 200) throw refuse('Busy', refusalWords(answer.statusCode ?? 0, text))
  if (typeof theirs !== 'string' || !/^\d+\.\d+$/.test(theirs))
    throw refuse('Unsupported', 'what answers is not a Docker engine: it names no API version; check its address')
  const podman = podmanWords(answer.headers)
  if (podman !== undefined) throw refuse('Unsupported', podman)
  if (!atLeast(theirs, minimumVersion))
    throw refuse(
      'Unsupported',
      `its API is ${theirs}, ours begins at ${minimumVersion}: upgrade Docker to 20.10 or later`,
    )
  return atLeast(theirs, maximumVersion) ? maximumVersion : theirs
}

/** Why what answers with these headers can't be used although it speaks Docker's API; undefined unless it is Podman. */
export function podmanWords({ 'libpod-api-version': version }: IncomingHttpHeaders): string | undefined {
  if (version === undefined) return undefined
  return `this is Podman ${String(version)}, which gives itself another ID in each answer: use Docker Engine`
}

/** What the words of a failed ping already say what to do about: not where the engine behind a proxy is to be started. */
function obstacleOf(status: number): { readonly obstacle?: Obstacle; readonly keepsOut?: boolean } {
  if (refusesCalls(status)) return KEPT_OUT
  if (status === 500) return { obstacle: 'Failing' }
  return status < 500 && status !== 429 ? { obstacle: 'Misconfigured' } : {}
}

/** Explains a failed ping, which every engine answers: what fails is the engine, a proxy before it, or it is another server. */
function refusalWords(status: number, text: string): string {
  if (status === 500)
    return `the engine answered 500 to GET /_ping${saidBy(text)}; see its log, as with \`journalctl -u docker\``
  return new PageError({ method: 'GET', path: '/_ping' }, status, text).message
}
