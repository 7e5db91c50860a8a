/** Structured fields of a log line, for programs. */
export interface LogAbout {
  /** Absent means `info`. */
  readonly level?: LogLevel
  /** The component that logs: the loop of a kind, `source` for watched directories, `api` for requests. */
  readonly loop?: string
  /** `Kind/stack/name`. */
  readonly object?: string
  readonly node?: string
  readonly reason?: string
  /** The line without what the other fields contain; absent if that is the whole line. */
  readonly message?: string
}

export type LogLevel = 'info' | 'warning' | 'error'

/** Writes one log line for people. */
export type Log = (line: string, about?: LogAbout) => void
