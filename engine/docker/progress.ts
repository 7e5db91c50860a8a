import type { Readable } from 'node:stream'
import type { Progress } from '../types/progress.ts'
import { asFields, type Fields, parseJson, textOf } from './answer.ts'
import { StatusError } from './refusals.ts'
import { readLines } from './lines.ts'

/** A message of a pull's or build's stream that is not an error. */
export type Message = Fields

/** Reads a stream of JSON messages to its end. An error in the stream is thrown like an error status. */
export function readMessages(stream: Readable, onMessage: (message: Message) => void): Promise<void> {
  return readLines(stream, (line) => {
    if (line.trim() === '') return
    const message = asFields(parseJson(line), 'a progress message')
    const error = errorOf(message)
    if (error !== undefined) throw new StatusError(500, error)
    onMessage(message)
  })
}

function errorOf(message: Message): string | undefined {
  const detail = message['errorDetail']
  if (typeof detail === 'object' && detail !== null)
    return textOf((detail as Fields)['message']) || textOf(message['error'])
  return typeof message['error'] === 'string' ? message['error'] : undefined
}

/** Reports a build's progress by its steps, `Step 2/5 : RUN …`. */
export function buildProgress(onProgress: (progress: Progress) => void): (message: Message) => void {
  return (message) => {
    const text = (textOf(message['stream']) || textOf(message['status'])).trim().replace(/\n.*/s, '')
    if (text !== '') onProgress(stepProgress(text, /^Step (\d+)\/(\d+) : /))
  }
}

/** The progress of a build's step. `numbered` finds its number and how many there are. */
export function stepProgress(text: string, numbered: RegExp): Progress {
  const [, done, total] = numbered.exec(text) ?? []
  return { step: text.slice(0, 200), ...(done && total ? { done: Number(done), total: Number(total) } : {}) }
}
