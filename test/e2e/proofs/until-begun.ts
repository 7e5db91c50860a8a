import { until } from '../../support/until.ts'

interface Begun {
  readonly state: { breaks: number; isOver: boolean }
  /** Resolves when the writer has ended. */
  readonly writing: Promise<void>
  readonly ms?: number
}

/** Waits until a writer's first write is in, and counts its breaks from there; one that never begins is ended, and rejects. */
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
