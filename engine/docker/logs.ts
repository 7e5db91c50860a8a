import type { LogArgs, LogLine, Verbs } from '../engine.ts'
import type { Caller } from './caller.ts'
import { frameReader, type OutputStream, readFrames } from './frames.ts'
import { lineSplitter } from './lines.ts'

/** Longer lines are cut: a program that never ends its line must not fill our memory. */
const longestLine = 256 * 1024

/** The lines of a container, both streams, with a terminal or without. */
export function logVerbs(caller: Caller): Pick<Verbs, 'logs'> {
  return {
    logs: (args, run) =>
      caller.call(
        { verb: 'logs', args, run },
        {
          read: async (answer, deadline) => {
            if (args.follow) deadline.release()
            const lines = { stdout: logLines(args, 'stdout'), stderr: logLines(args, 'stderr') }
            const reader = frameReader((stream, bytes) => lines[stream].push(bytes))
            await readFrames(answer, (chunk) => {
              deadline.touch()
              return reader(chunk)
            })
            lines.stdout.end()
            lines.stderr.end()
          },
        },
      ),
  }
}

function logLines(args: LogArgs, stream: OutputStream) {
  return lineSplitter((line) => args.onLine(asLogLine(line, stream, args.timestamps === true)), longestLine, true)
}

function asLogLine(line: string, stream: OutputStream, timestamps: boolean): LogLine {
  const space = line.indexOf(' ')
  if (!timestamps || space < 0) return { stream, text: line }
  return { stream, text: line.slice(space + 1), timestamp: line.slice(0, space) }
}
