import { setTimeout } from 'node:timers/promises'
import { until } from '../../support/until.ts'
import type { EngineHand } from '../../support/hand.ts'
import { untilBegun } from './until-begun.ts'

/** A client of a database that adds row after row, for as long as it is let; by its own command line, where the database is. */
export interface RowWriter {
  /** Ends it; answers how many rows were acknowledged, how often none was, and how many there are. */
  end(): Promise<{ readonly added: number; readonly breaks: number; readonly kept: number }>
}

interface Commands {
  /** Adds one row, and says `added`. */
  readonly add: readonly string[]
  /** Says `rows`, and how many there are. */
  readonly count: readonly string[]
}

const RETRY_MS = 50
/** A database may take a while to begin. */
const PATIENCE_MS = 120_000

/** Begins to write to the container that is the database's each time; the first row is in when it resolves. */
export async function startRowWriter(
  hand: EngineHand,
  container: () => Promise<string>,
  { add, count }: Commands,
): Promise<RowWriter> {
  const state = { added: 0, breaks: 0, isOver: false }
  const ask = async (command: readonly string[]) => await hand.exec(await container(), ...command).catch(String)
  const writing = (async () => {
    while (!state.isOver) {
      if ((await ask(add)).includes('added')) state.added++
      else {
        state.breaks++
        await setTimeout(RETRY_MS)
      }
    }
  })()
  await untilBegun('the first row is in', () => state.added > 0, { state, writing, ms: PATIENCE_MS })
  return {
    async end() {
      state.isOver = true
      await writing
      const rows = async () => /rows\D*(\d+)/.exec(await ask(count))?.[1]
      const kept = await until('the rows are counted', rows, { ms: PATIENCE_MS })
      return { added: state.added, breaks: state.breaks, kept: Number(kept) }
    },
  }
}
