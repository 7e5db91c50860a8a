import type { ExecRequest } from '../v1/installation/requests.ts'
import type { TerminalSize } from '../v1/installation/terminal.ts'
import { channels, framesOf } from '../v1/installation/wire.ts'
import { type Body, wrong } from './fields.ts'
import { Refusal } from './refusal.ts'

/** What one keystroke or paste comes to is far less (S12). */
const LARGEST_FRAME = 1_000_000
export const LARGEST_SIDE = 65_535

/** Standard input and the terminal of a command, of the frames that a client sends. */
export function terminalInput(body: Body, input: AsyncIterable<Uint8Array>): Pick<ExecRequest, 'stdin' | 'terminal'> {
  let size = sizeOf(body['terminal'])
  const listeners = new Set<() => void>()
  const terminal = {
    size: () => size,
    onResize(told: () => void) {
      listeners.add(told)
      return () => void listeners.delete(told)
    },
  }
  const typed = typedIn(framesOf(input, LARGEST_FRAME), (now) => {
    size = now
    for (const told of listeners) told()
  })
  if (body['stdin'] === true) return { stdin: typed, terminal }
  void readOut(typed)
  return { terminal }
}

/** The input among the frames, until its end; sizes are told in passing, and after it. */
async function* typedIn(
  frames: ReturnType<typeof framesOf>,
  resized: (size: TerminalSize) => void,
): AsyncGenerator<Uint8Array> {
  for (let next = await frames.next(); !next.done; next = await frames.next()) {
    const { channel, bytes } = next.value
    if (channel === channels.resize) resized(readSize(bytes))
    else if (bytes.length > 0) yield bytes
    else return void readOut(typedIn(frames, resized))
  }
}

/** Reads to the end; what is broken is as good as over, as nothing waits for it. */
async function readOut(frames: AsyncGenerator<unknown>): Promise<void> {
  try {
    while (!(await frames.next()).done);
  } catch {
    // The client has left, or speaks something else.
  }
}

function readSize(bytes: Uint8Array): TerminalSize {
  try {
    return sizeOf(JSON.parse(new TextDecoder().decode(bytes)))
  } catch (cause) {
    if (cause instanceof Refusal) throw cause
    throw wrong('a frame of the resize channel', 'JSON')
  }
}

function sizeOf(value: unknown): TerminalSize {
  const { columns, rows } = typeof value === 'object' && value !== null ? (value as Body) : {}
  if (isSide(columns) && isSide(rows)) return { columns, rows }
  throw wrong('terminal', `{columns, rows}, each a whole number up to ${LARGEST_SIDE}`)
}

/** Whether a size of a terminal has such a side. */
export function isSide(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LARGEST_SIDE
}
