import { IncomingMessage } from 'node:http'
import { posix } from 'node:path'
import { Readable } from 'node:stream'
import type { PathStat } from '../../api/v1/installation/path-stat.ts'
import type { ArgsOf, CopyInArgs, Verbs } from '../engine.ts'
import { isEngineError, unlessGone } from '../errors.ts'
import { endedBy, type Run } from '../run.ts'
import { asFields, numberOf, parseJson, textOf } from './answer.ts'
import { tarHeaders } from './archive.ts'
import type { Caller } from './caller.ts'
import { AnswerError } from './errors.ts'
import { readFrames as readChunks } from './frames.ts'

/** The verbs that stream files of any size into and out of a container. */
export function copyVerbs(caller: Caller): Pick<Verbs, 'statPath' | 'copyOut' | 'copyIn'> {
  return {
    statPath: (args, run) => lookAt(caller, args, run),
    copyOut: (args, run) =>
      caller.call(
        { verb: 'copyOut', args, run },
        {
          read: (answer, deadline) =>
            readChunks(answer, (chunk) => {
              deadline.touch()
              const room = args.onBytes(chunk)
              if (room) deadline.pauseFor(room)
              return room
            }),
        },
      ),
    copyIn: (args, run) => upload(caller, args, run),
  }
}

/**
 * Stats a path. A HEAD has no message, so a missing file and a missing container look the same. A path below a file fails with 500, which
 * counts as missing.
 */
async function lookAt(caller: Caller, args: PathArgs, run: Run): Promise<PathStat | undefined> {
  try {
    return await unlessGone(caller.call({ verb: 'statPath', args, run }, { read: async (answer) => statOf(answer) }))
  } catch (error) {
    if (!isEngineError(error, 'Internal') || args.path === '/') throw error
    const above = await lookAt(caller, { ...args, path: posix.dirname(args.path) }, run)
    if (above?.type === 'directory' || above?.type === 'link') throw error
    return undefined
  }
}

type PathArgs = ArgsOf<'statPath'>

/** Uploads a tar. If its source fails the request is aborted, so that a partial tar is not taken for a complete one. */
async function upload(caller: Caller, args: CopyInArgs, run: Run): Promise<void> {
  const broken = new AbortController()
  const tar = Readable.from(args.tar, { objectMode: false }).on('error', (error) => broken.abort(error))
  const signal = AbortSignal.any([run.signal, broken.signal])
  const asked = { verb: 'copyIn', args, run: endedBy(run, signal) } as const
  try {
    await caller.done(asked, { upload: tar, headers: tarHeaders })
  } catch (error) {
    throw broken.signal.aborted ? broken.signal.reason : error
  } finally {
    tar.destroy()
  }
}

const STAT_HEADER = 'x-docker-container-path-stat'
/** Go's file mode bits. */
const DIRECTORY = 2 ** 31
const LINK = 2 ** 27
const OTHER = 2 ** 26 + 2 ** 25 + 2 ** 24 + 2 ** 21 + 2 ** 19

function statOf(answer: unknown): PathStat {
  const header = answer instanceof IncomingMessage ? answer.resume().headers[STAT_HEADER] : undefined
  if (typeof header !== 'string') throw new AnswerError('the engine did not say what lies at the path')
  const raw = asFields(parseJson(Buffer.from(header, 'base64').toString('utf8')), 'a file')
  const linkTarget = textOf(raw['linkTarget'])
  const type = typeOf(numberOf(raw['mode']))
  return { name: textOf(raw['name']), type, size: numberOf(raw['size']), ...(linkTarget === '' ? {} : { linkTarget }) }
}

function typeOf(mode: number): PathStat['type'] {
  const has = (bits: number) => (BigInt(mode) & BigInt(bits)) !== 0n
  if (has(DIRECTORY)) return 'directory'
  if (has(LINK)) return 'link'
  return has(OTHER) ? 'other' : 'file'
}
