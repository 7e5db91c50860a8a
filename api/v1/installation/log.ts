/** What a line of a log is about, for programs. */
export interface LogAbout {
  /** Absent: `info`. */
  readonly level?: LogLevel
  /** Who says it: the loop of a kind, `source` of watched directories, `api` of what is asked for. */
  readonly loop?: string
  /** `Kind/stack/name`. */
  readonly object?: string
  readonly node?: string
  readonly reason?: string
  /** The line without what stands in the other fields; absent: the line. */
  readonly message?: string
}

export type LogLevel = 'info' | 'warning' | 'error'

/** Takes one line for people. */
export type Log = (line: string, about?: LogAbout) => void
