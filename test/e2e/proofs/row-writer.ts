import { setTimeout } from 'node:timers/promises'
import { until } from '../../support/until.ts'
import type { EngineHand } from '../../support/hand.ts'
import { untilBegun } from './until-begun.ts'

/** A client that adds row after row to a database until it is ended, by the command line in the database's container. */
export interface RowWriter {
  /** Ends it; returns how many rows were acknowledged, how often one was not, and how many there are. */
  end(): Promise<{ readonly added: number; readonly breaks: number; readonly kept: number }>
}

interface Commands {
  /** Adds one row, and prints `added`. */
  readonly add: readonly string[]
  /** Prints `rows`, and how many there are. */
  readonly count: readonly string[]
}

const RETRY_MS = 50
/** How long a database may take to begin, ms. */
const PATIENCE_MS = 120_000

/** Begins to write to the container that `container` returns each time; resolves once the first row is in. */
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
