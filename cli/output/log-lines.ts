import type { Log, LogAbout, LogLevel } from '../../api/v1/installation/log.ts'
import { redactAssigned } from '../../api/v1/redact/redact.ts'
import { plainText } from './plain-text.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/** How serve's log is written. */
export const logFormats = ['text', 'json'] as const

export type LogFormat = (typeof logFormats)[number]

export interface LogOptions {
  readonly format: LogFormat
  readonly print: (line: string) => void
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** A log of one line each, with its time, and without secrets (S9): plain, or a JSON object. */
export function logLines({ format, print, now }: LogOptions): Log {
  return (line, about = {}) => {
    const time = timestamp(now())
    if (format === 'text') return print(`${time} ${plainText(redactAssigned(line))}`)
    print(JSON.stringify(recordOf(time, line, about)))
  }
}

/** The fields in the order that people look for them; those that nothing is said of are left out. */
function recordOf(time: string, line: string, { loop, object, node, reason, ...about }: LogAbout) {
  const [, word, rest] = /^(warning|error): (.*)$/s.exec(line) ?? []
  return {
    time,
    level: about.level ?? (word as LogLevel | undefined) ?? 'info',
    loop: loop ?? 'serve',
    ...(object === undefined ? {} : { object }),
    ...(node === undefined ? {} : { node }),
    ...(reason === undefined ? {} : { reason }),
    message: redactAssigned(about.message ?? rest ?? line),
  }
}
