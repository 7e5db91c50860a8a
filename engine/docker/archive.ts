import type { Verbs } from '../engine.ts'
import { readBytes } from './answer.ts'
import type { Caller } from './caller.ts'

/** The verbs that copy small tars into and out of a container. */
export function archiveVerbs(caller: Caller): Pick<Verbs, 'putArchive' | 'getArchive'> {
  return {
    // With another content type, the engine answers 200 and drops the body.
    putArchive: (args, run) =>
      caller.done({ verb: 'putArchive', args, run }, { upload: bufferOf(args.tar), headers: tarHeaders }),
    getArchive: (args, run) => caller.call({ verb: 'getArchive', args, run }, { read: (answer) => readBytes(answer) }),
  }
}

export const tarHeaders = { 'Content-Type': 'application/x-tar' }

export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
