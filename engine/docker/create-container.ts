import { areOfOneTask } from '../container/labels.ts'
import type { ArgsOf, CreatedContainer } from '../engine.ts'
import { EngineError, isEngineError, unlessGone } from '../errors.ts'
import type { Run } from '../run.ts'
import type { ContainerInspect } from '../types/container.ts'
import { asFields, idOf, textsOf } from './answer.ts'
import type { Caller } from './caller.ts'
import { decodeContainer } from './decode-container.ts'

type CreateArgs = ArgsOf<'createContainer'>

/**
 * Creates a container. If the name is taken by a container of the same task that never ran, that is success: an earlier create succeeded
 * but its answer was lost. Throws what keeps that container from being read, as without it nobody knows whose the name is.
 */
export async function createContainer(caller: Caller, args: CreateArgs, run: Run): Promise<CreatedContainer> {
  try {
    return await caller.json({ verb: 'createContainer', args, run }, { decode: decodeCreated })
  } catch (error) {
    if (!isEngineError(error, 'Conflict') || !/is already in use by container/.test(error.detail)) throw error
    const existing = await unlessGone(
      caller.json({ verb: 'inspectContainer', args: { id: args.name }, run }, { decode: decodeContainer }),
    )
    if (existing && isSameTask(existing, args)) return { id: existing.Id, warnings: [], existed: true }
    throw withOwner(error, existing)
  }
}

function decodeCreated(answer: unknown) {
  const raw = asFields(answer, 'an id')
  return { id: idOf(raw), warnings: textsOf(raw['Warnings']) }
}

function isSameTask(existing: ContainerInspect, { body }: CreateArgs): boolean {
  // A container that ran was started by somebody else, and may be anything.
  return existing.State.Status === 'created' && areOfOneTask(body.Labels, existing.Config.Labels)
}

/** Turns a Conflict into Busy if the owner of the name is being removed: the name will be free in a moment. */
function withOwner(error: EngineError, existing: ContainerInspect | undefined): EngineError {
  const leaving = existing === undefined || existing.State.Status === 'removing'
  if (!leaving) return error
  const tried = error.message.slice(0, error.message.indexOf(` on ${error.node}: `))
  return new EngineError('Busy', { node: error.node, tried, detail: error.detail, cause: error })
}
