import type { ServerResponse } from 'node:http'
import { drained } from '../v1/language/drained.ts'

/** How long a client may take nothing where nobody says otherwise, ms. */
export const STALL_MS = 60_000

/** Resolves when there is room for more, or nobody listens any longer: who takes nothing for `stallMs` is cut off; 0: nobody is. */
export async function roomIn(response: ServerResponse, stallMs: number): Promise<void> {
  const callOff = cutOffIn(response, stallMs)
  await drained(response)
  callOff()
}

/** Ends an answer; resolves once it is taken. Who does not take the rest of it within `stallMs` is cut off; 0: nobody is. */
export function endWithin(response: ServerResponse, stallMs: number): Promise<void> {
  if (response.destroyed) return Promise.resolve()
  const callOff = cutOffIn(response, stallMs)
  return new Promise((resolve) => {
    response.on('close', () => {
      callOff()
      resolve()
    })
    response.end()
  })
}

/** Cuts a client off after `ms`, unless what this answers is called before; 0: never. */
export function cutOffIn(response: ServerResponse, ms: number): () => void {
  const timer = ms > 0 ? setTimeout(() => response.destroy(), ms) : undefined
  return () => clearTimeout(timer)
}
