import type { Readable } from 'node:stream'
import type { LogArgs, LogLine, Verbs } from '../engine.ts'
import type { Caller } from './caller.ts'
import type { Deadline } from './deadline.ts'
import { frameReader, type OutputStream, readFrames } from './frames.ts'
import { lineSplitter } from './lines.ts'

/** Longer lines are cut, as a program without line ends must not fill our memory. */
const longestLine = 256 * 1024

/** The verb for a container's logs, of both streams, with or without a terminal. */
export function logVerbs(caller: Caller): Pick<Verbs, 'logs'> {
  return {
    logs: (args, run) =>
      caller.call(
        { verb: 'logs', args, run },
        {
          read: async (answer, deadline) => {
            if (args.follow) deadline.release()
            args.onBegin?.()
            await readLogs(answer, args, deadline)
          },
        },
      ),
  }
}

async function readLogs(answer: Readable, args: LogArgs, deadline: Deadline): Promise<void> {
  /** The last promise of the lines of a chunk; its last bytes may be half a line. */
  let rooms: Promise<void>[] = []
  const linesOf = (stream: OutputStream) => {
    let time: string | undefined
    const take = (piece: string, goesOn: boolean) => {
      const line = asLogLine(time === undefined ? piece : `${time} ${piece}`, stream, args.timestamps === true)
      time = goesOn ? line.timestamp : undefined
      const room = args.onLine(line)
      if (room) rooms = [room]
    }
    return lineSplitter(take, longestLine, 'cut')
  }
  const lines = { stdout: linesOf('stdout'), stderr: linesOf('stderr') }
  const reader = frameReader((stream, bytes) => lines[stream].push(bytes))
  await readFrames(answer, (chunk) => {
    deadline.touch()
    rooms = []
    void reader(chunk)
    const [room] = rooms
    if (room) deadline.pauseFor(room)
    return room
  })
  lines.stdout.end()
  lines.stderr.end()
}

/** Parses a log line. An engine stores lines of over 16 kB in parts, each with its time, which is removed here. */
function asLogLine(line: string, stream: OutputStream, timestamps: boolean): LogLine {
  const space = line.indexOf(' ')
  if (!timestamps || space < 0) return { stream, text: line }
  const time = line.slice(0, space + 1)
  return { stream, text: line.slice(space + 1).replaceAll(time, ''), timestamp: line.slice(0, space) }
}
