import type { Log, LogAbout, LogLevel } from '../../api/v1/installation/log.ts'
import { redactAssigned } from '../../api/v1/redact/redact.ts'
import { plainText } from './plain-text.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/** The formats of serve's log. */
export const logFormats = ['text', 'json'] as const

export type LogFormat = (typeof logFormats)[number]

export interface LogOptions {
  readonly format: LogFormat
  readonly print: (line: string) => void
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Creates a log that prints one line per entry with its time, as text or JSON; secrets are redacted (S9). */
export function logLines({ format, print, now }: LogOptions): Log {
  return (line, about = {}) => {
    const time = timestamp(now())
    if (format === 'text') return print(`${time} ${plainText(redactAssigned(line))}`)
    print(JSON.stringify(recordOf(time, line, about)))
  }
}

/** The JSON record, with the fields in reading order; unset fields are omitted. */
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
