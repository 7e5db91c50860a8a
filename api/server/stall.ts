import type { ServerResponse } from 'node:http'
import { drained } from '../v1/language/drained.ts'

/** Resolves when there is room for more, or nobody listens any longer: who takes nothing for `stallMs` is cut off; 0: nobody is. */
export async function roomIn(response: ServerResponse, stallMs: number): Promise<void> {
  const callOff = cutOffIn(response, stallMs)
  await drained(response)
  callOff()
}

/** Ends an answer. Who does not take the rest of it within `stallMs` is cut off; 0: nobody is. */
export function endWithin(response: ServerResponse, stallMs: number): void {
  if (response.destroyed) return
  response.on('close', cutOffIn(response, stallMs))
  response.end()
}

function cutOffIn(response: ServerResponse, ms: number): () => void {
  const timer = ms > 0 ? setTimeout(() => response.destroy(), ms) : undefined
  return () => clearTimeout(timer)
}
