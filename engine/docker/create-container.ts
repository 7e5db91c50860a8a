import { areOfOneTask } from '../container/labels.ts'
import type { CreatedContainer, Verbs } from '../engine.ts'
import { EngineError, isEngineError } from '../errors.ts'
import type { Run } from '../run.ts'
import type { ContainerInspect } from '../types/container.ts'
import { asFields, idOf, textsOf } from './answer.ts'
import type { Caller } from './caller.ts'
import { decodeContainer } from './decode-container.ts'

type CreateArgs = Parameters<Verbs['createContainer']>[0]

/**
 * Creates a container. A name that is taken by the container of the same task, which never ran, is success: an earlier create
 * got through although its answer did not.
 */
export async function createContainer(caller: Caller, args: CreateArgs, run: Run): Promise<CreatedContainer> {
  try {
    return await caller.json({ verb: 'createContainer', args, run }, { decode: decodeCreated })
  } catch (error) {
    if (!isEngineError(error, 'Conflict') || !/is already in use by container/.test(error.detail)) throw error
    const existing = await inspectQuietly(caller, args.name, run)
    if (existing && isSameTask(existing, args)) return { id: existing.Id, warnings: [], existed: true }
    throw withOwner(error, existing)
  }
}

function decodeCreated(answer: unknown) {
  const raw = asFields(answer, 'an id')
  return { id: idOf(raw), warnings: textsOf(raw['Warnings']) }
}

async function inspectQuietly(caller: Caller, id: string, run: Run): Promise<ContainerInspect | undefined> {
  try {
    return await caller.json({ verb: 'inspectContainer', args: { id }, run }, { decode: decodeContainer })
  } catch {
    return undefined
  }
}

function isSameTask(existing: ContainerInspect, { body }: CreateArgs): boolean {
  // One that ran was started by another hand, and may be anything.
  return existing.State.Status === 'created' && areOfOneTask(body.Labels, existing.Config.Labels)
}

/** A container that is on its way out keeps its name for a moment: that is no conflict, only a wait. */
function withOwner(error: EngineError, existing: ContainerInspect | undefined): EngineError {
  const leaving = existing === undefined || existing.State.Status === 'removing'
  if (!leaving) return error
  const tried = error.message.slice(0, error.message.indexOf(` on ${error.node}: `))
  return new EngineError('Busy', { node: error.node, tried, detail: error.detail, cause: error })
}
