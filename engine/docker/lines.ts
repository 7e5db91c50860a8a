import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { AnswerError } from './errors.ts'

const defaultLimit = 1024 * 1024

/**
 * Calls `onLine` for every line of a text stream; resolves at its end. A line over the default limit is an AnswerError: no engine sends one
 * that long (S12).
 */
export function readLines(stream: Readable, onLine: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const split = lineSplitter(onLine)
    const guarded = (run: () => void) => {
      try {
        run()
      } catch (error) {
        reject(error)
        stream.destroy()
      }
    }
    stream.on('data', (chunk: Buffer) => guarded(() => split.push(chunk)))
    stream.on('end', () => {
      guarded(() => split.end())
      resolve()
    })
    stream.on('error', reject)
    stream.on('close', () => reject(new Error('the stream was closed before its end')))
  })
}

/** How a line over the limit is handled: as an error, cut into pieces, or replaced by a note. */
type LongLines = 'refused' | 'cut' | 'left out'

/** Splits bytes into lines; chunks may split characters. `goesOn` is true for every piece but the last of a line that was cut. */
export function lineSplitter(
  onLine: (line: string, goesOn: boolean) => void,
  limit = defaultLimit,
  long: LongLines = 'refused',
) {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let isLeftOut = false
  const take = (text: string) => {
    let from = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      const line = rest + text.slice(from, end)
      rest = ''
      from = end + 1
      if (isLeftOut) isLeftOut = false
      else onLine(line.endsWith('\r') ? line.slice(0, -1) : line, false)
    }
    if (!isLeftOut) rest += text.slice(from)
    if (rest.length <= limit) return
    if (long === 'refused') throw new AnswerError(`the engine sent a line of more than ${limit} characters`)
    isLeftOut = long === 'left out'
    if (isLeftOut) onLine(`(a line of more than ${limit} characters)`, false)
    else onLine(rest, true)
    rest = ''
  }
  return {
    push: (chunk: Uint8Array) => take(decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))),
    end() {
      take(decoder.end())
      if (rest !== '') onLine(rest, false)
      rest = ''
    },
  }
}
