import { until } from '../../support/until.ts'

interface Begun {
  readonly state: { breaks: number; isOver: boolean }
  /** Resolves when the writer has ended. */
  readonly writing: Promise<void>
  readonly ms?: number
}

/** Waits until a writer's first write is in, and then sets its count of breaks to zero. Ends a writer that never begins, and rejects. */
export async function untilBegun(what: string, isIn: () => boolean, { state, writing, ...more }: Begun): Promise<void> {
  try {
    await until(what, isIn, more)
  } catch (error) {
    state.isOver = true
    await writing
    throw error
  }
  state.breaks = 0
}
