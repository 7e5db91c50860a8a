import { statSync } from 'node:fs'
import type { Verb } from '../engine.ts'
import { EngineError } from '../errors.ts'
import { isWrite } from '../is-write.ts'

/** Notices that the path of a unix socket leads to another socket. */
export interface MovedSocket {
  /** Called before each request. Throws Unreachable for a write to an engine that did not say yet which one it is. */
  check(verb: Verb): void
  /** Called once the engine has said which one it is. What was asked before the path came to lead elsewhere counts for nothing. */
  identified(): void
}

export interface SocketOptions {
  readonly node: string
  /** Absent for another kind of address, which is not watched. */
  readonly socketPath?: string
  /** Closes all connections; returns whether any was open. */
  readonly shut: () => boolean
}

/**
 * Watches where the path of a unix socket leads, at each request. Programs that bring an engine of their own put a link of theirs there
 * while the other engines run on, and so do connections to these: new ones would lead elsewhere, and writes go now here, now there. So all
 * are closed, and nothing is written before `info` was answered by what listens there now. An engine that was restarted left none open.
 */
export function movedSocket({ node, socketPath, shut }: SocketOptions): MovedSocket {
  let known: string | undefined
  let engine: 'known' | 'unknown' | 'asked' = 'known'
  return {
    check(verb) {
      const present = socketPath === undefined ? undefined : fileAt(socketPath)
      if (present !== undefined && known !== undefined && present !== known && shut()) engine = 'unknown'
      known = present ?? known
      if (verb === 'info' && engine === 'unknown') engine = 'asked'
      if (engine === 'known' || !isWrite(verb)) return
      const detail = 'another socket is at its address than before: nothing is done before it says which engine it is'
      throw new EngineError('Unreachable', { node, tried: 'reach the engine', detail })
    },
    identified() {
      if (engine === 'asked') engine = 'known'
    },
  }
}

/** What identifies the file that a path leads to; undefined where there is none. A socket in use keeps its inode, so no other one has it. */
function fileAt(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path)
    return `${dev} ${ino}`
  } catch {
    return undefined
  }
}
