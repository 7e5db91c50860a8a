import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import type { Store } from '../../store/objects/store.ts'
import type { Engines } from './open/connections.ts'
import type { Core } from './open/core.ts'

/** The answers of engines, and the errors of those that did not answer. */
export interface Answers<T> {
  readonly answers: readonly T[]
  /** Why the others did not answer. */
  readonly silent: readonly EngineError[]
}

/** Asks all engines concurrently; one that fails does not hide the others' answers. Rejects if cancelled. */
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

/** As `answersOfAll`, including nodes declared since the process connected. */
export async function answersOfDeclared<T>(
  core: Pick<Core, 'engines' | 'connectOthers' | 'store'>,
  ask: (engine: Engine) => Promise<T>,
): Promise<Answers<T>> {
  return await withDeclared(core, core.store, (all) => answersOfAll({ engines: async () => all }, ask))
}

/** Uses the engines, with those of nodes that `declared` adds or moves, whose connections are closed afterwards. */
export async function withDeclared<T>(
  { engines, connectOthers }: Pick<Core, 'engines' | 'connectOthers'>,
  declared: Store,
  use: (engines: Engines) => Promise<T>,
): Promise<T> {
  const connected = await engines()
  const others = connectOthers(declared)
  return await use(new Map([...connected, ...others.engines])).finally(others.close)
}
