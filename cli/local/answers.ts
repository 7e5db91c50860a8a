import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import type { Core } from './open/core.ts'

/** What engines answered, and of which nothing is known. */
export interface Answers<T> {
  readonly answers: readonly T[]
  /** Why those did not answer. */
  readonly silent: readonly EngineError[]
}

/** Asks every engine at once; one that does not answer keeps nobody from what the others say. Rejects where it is called off. */
export async function answersOfAll<T>(
  { engines }: Pick<Core, 'engines'>,
  ask: (engine: Engine) => Promise<T>,
): Promise<Answers<T>> {
  const silent: EngineError[] = []
  const asked = [...(await engines()).values()].map(async (engine): Promise<readonly T[]> => {
    try {
      return [await ask(engine)]
    } catch (error) {
      if (!(error instanceof EngineError) || error.code === 'Cancelled') throw error
      silent.push(error)
      return []
    }
  })
  return { answers: (await Promise.all(asked)).flat(), silent }
}

/** The same with the engines of nodes that were declared since the first were connected; those are left once all have answered. */
export async function answersOfDeclared<T>(
  { engines, connectOthers, store }: Pick<Core, 'engines' | 'connectOthers' | 'store'>,
  ask: (engine: Engine) => Promise<T>,
): Promise<Answers<T>> {
  const connected = await engines()
  const others = connectOthers(store)
  const all = new Map([...connected, ...others.engines])
  return await answersOfAll({ engines: async () => all }, ask).finally(others.close)
}
