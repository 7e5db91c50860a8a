import type { ServerResponse } from 'node:http'
import { roomIn } from './stall.ts'

/** Lines that come within this are written at once: one system call each would cost more than all else. */
const GATHER_MS = 5
/** What is gathered at most before it is written. */
const MOST_GATHERED = 65_536

/** Writes lines to one client, which may take its time. */
export interface LineWriter {
  /** Resolves when there is room for more, or when nobody listens any longer. */
  write(line: string): Promise<void>
  end(): void
}

/** A writer whose client is cut off when it takes nothing for `stallMs`; 0: it may take for ever. */
export function lineWriter(response: ServerResponse, stallMs: number): LineWriter {
  let gathered = ''
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    if (gathered === '' || response.destroyed) return
    const bytes = gathered
    gathered = ''
    response.write(bytes)
  }
  return {
    async write(line) {
      gathered += line
      if (gathered.length >= MOST_GATHERED) flush()
      else timer ??= setTimeout(flush, GATHER_MS)
      if (response.writableNeedDrain) await roomIn(response, stallMs)
    },
    end() {
      flush()
      // Who takes nothing does not get to the end.
      if (response.writableNeedDrain && stallMs > 0) response.destroy()
      else response.end()
    },
  }
}
