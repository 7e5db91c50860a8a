import type { EventEmitter } from 'node:events'
import { isatty } from 'node:tty'

/** A process that gets signals. */
export interface Interruptible {
  /** Emits the names of its signals. */
  readonly process: Pick<EventEmitter, 'on'>
  /** Whether one of its standard streams was a terminal when it began. */
  readonly hasTerminal: boolean
  /** Ends it at once. */
  endNow(): void
}

/**
 * Returns a signal that is aborted by the first SIGINT, SIGTERM or SIGHUP. A second one ends the process at once; but no SIGHUP does, as a
 * shell and the kernel both send one when a terminal is closed.
 *
 * A process without a terminal has nothing that could hang up, and goes on. Node undoes what `nohup` set, and does not tell us of it.
 */
export function interruptOf({ process, hasTerminal, endNow }: Interruptible): AbortSignal {
  const controller = new AbortController()
  const { signal } = controller
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(name, () => {
      if (name === 'SIGHUP' && (signal.aborted || !hasTerminal)) return
      if (signal.aborted) endNow()
      controller.abort(new Error(`interrupted by ${name}`))
    })
  return signal
}

/** Returns the signal of this process. It also has the process end by SIGHUP, in place of an exit code, once its terminal is gone. */
export function realInterrupt(endNow: () => void): AbortSignal {
  const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor))
  process.on('exit', () => {
    if (terminals.every((descriptor) => isatty(descriptor))) return
    // Else Node aborts, because it can't restore the terminal.
    process.removeAllListeners('SIGHUP')
    process.kill(process.pid, 'SIGHUP')
  })
  return interruptOf({ process, hasTerminal: terminals.length > 0, endNow })
}
