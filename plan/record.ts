import { createHash } from 'node:crypto'
import type { PlannedCall } from '../api/v1/installation/plan-answer.ts'
import { errorText } from '../api/v1/language/caught-error.ts'
import { triedWords } from '../engine/docker/tried.ts'
import type { Engine, Verb } from '../engine/engine.ts'
import { type EngineError, isAnswer, isEngineError } from '../engine/errors.ts'
import { isWrite } from '../engine/is-write.ts'
import { requestOf, targetOf, type EngineRequest } from '../engine/requests.ts'
import { wrapEngine, type Call } from '../engine/wrap.ts'
import type { Clock } from '../clock/clock.ts'
import { learnName, nameIds, nameIdsIn, type Names } from './name-ids.ts'

/** Records every writing call to the engines. */
export interface Recording {
  readonly calls: readonly PlannedCall[]
  /**
   * Throws the first error that is not an engine's answer, with the call that raised it: then a simulated engine is broken, and the plan is
   * worthless.
   */
  throwFault(): void
  /** Returns the engine with recording. */
  wrap(engine: Engine): Engine
}

/**
 * Starts a recording; `names` holds the ids known so far. Ids in a path get the name at the time of the call. Ids in a body get the last
 * name: a new container has an interim name until its predecessor is gone, and the time of its rename varies by milliseconds.
 */
export function createRecording(clock: Clock, names: Names): Recording {
  /** The calls, with ids still in the bodies. */
  const made: PlannedCall[] = []
  const start = clock.now()
  let fault: Error | undefined
  const noted = async (node: string, { verb, args }: Call, next: () => Promise<unknown>): Promise<unknown> => {
    try {
      return await next()
    } catch (error) {
      if (!isEngineError(error)) fault ??= faultOf(error, `${triedWords(verb, args)} on ${node}`)
      throw error
    }
  }
  return {
    get calls() {
      return made.map((call) => ('body' in call ? { ...call, body: nameIdsIn(call.body, names) } : call))
    },
    throwFault() {
      if (fault) throw fault
    },
    wrap: (engine) =>
      wrapEngine(engine, async (call, take) => {
        const next = () => noted(engine.node, call, take)
        if (!isWrite(call.verb)) return await next()
        const at = (clock.now() - start) / 1000
        const index = made.push(planned(engine.node, call, { names, at })) - 1
        try {
          const answer = await next()
          learnName(call, answer, names)
          return answer
        } catch (error) {
          const recorded = made[index]
          if (recorded && isRefusal(call.verb, error)) made[index] = { ...recorded, refused: error.detail }
          throw error
        }
      }),
  }
}

function faultOf(cause: unknown, tried: string): Error {
  const words = `${tried}: the simulated engine failed: ${errorText(cause)}`
  return new Error(`${words}; this is a fault of reconcile, please report it`, { cause })
}

/** Whether the engine answered and refused the call. NotFound on a removal or stop is no refusal: the wanted state is reached. */
function isRefusal(verb: Verb, error: unknown): error is EngineError {
  return isAnswer(error) && (error.code !== 'NotFound' || !/^(remove|stop|kill|disconnect)/.test(verb))
}

/** A call in the form that a plan shows; `names` replaces its ids, `at` is in seconds. */
export function planned(
  node: string,
  { verb, args, run }: Call,
  { names, at }: { readonly names: Names; readonly at: number },
): PlannedCall {
  const request = requestOf(verb, args as never)
  const body = bodyOf(request)
  return {
    node,
    method: request.method,
    path: nameIds(targetOf(request), names),
    ...(body !== undefined ? { body } : {}),
    object: run.object,
    reason: run.reason,
    at,
  }
}

function bodyOf({ body, archive }: EngineRequest): unknown {
  if (!archive) return body
  return {
    archive:
      'digest' in archive ? archive.digest : `sha256:${createHash('sha256').update(archive.bytes).digest('hex')}`,
  }
}
