import type { ArgsOf } from '../engine.ts'
import { isEngineError } from '../errors.ts'
import type { Run } from '../run.ts'
import { fieldsOf } from './answer.ts'
import type { Caller } from './caller.ts'

type RemoveArgs = ArgsOf<'removeContainer'>

/** Removes a container. If another removal is under way, such as the engine's own for AutoRemove, it waits for that. */
export async function removeContainer(caller: Caller, args: RemoveArgs, run: Run): Promise<void> {
  try {
    await caller.done({ verb: 'removeContainer', args, run })
  } catch (error) {
    if (!isGoing(error) || !(await isGone(caller, args, run))) throw error
  }
}

function isGoing(error: unknown): boolean {
  return isEngineError(error, 'Busy') && /removal of container .* is already in progress/i.test(error.detail)
}

/** Whether the other removal succeeded. */
async function isGone(caller: Caller, args: RemoveArgs, run: Run): Promise<boolean> {
  const path = `/containers/${encodeURIComponent(args.id)}/wait`
  const request = { method: 'POST' as const, path, query: { condition: 'removed' } }
  const decode = (answer: unknown) => (fieldsOf(answer)['Error'] ?? null) === null
  try {
    return await caller.json({ verb: 'removeContainer', args, run }, { request, decode })
  } catch (error) {
    if (isEngineError(error, 'NotFound')) return true
    throw error
  }
}
