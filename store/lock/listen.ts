import type { Server, Socket } from 'node:net'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { errorCode } from '../../api/v1/language/caught-error.ts'
import { otherOwnerOf } from '../owned.ts'
import type { Holder } from './holder.ts'

/** A socket that says who we are to everyone who connects, and holds the line until we are gone. */
export interface Listening {
  readonly path: string
  /** Hangs up on all and stops listening. */
  readonly close: () => Promise<void>
}

/** Listens under a name that nobody else uses. It does not keep the process alive. */
export async function listenFor(dir: string, holder: Holder): Promise<Listening> {
  for (let turn = 0; ; turn += 1) {
    const path = join(dir, `new-${holder.pid}-${turn}`)
    try {
      return await listenOn(path, holder)
    } catch (error) {
      if (errorCode(error) !== 'EADDRINUSE' || turn >= 99) throw error
    }
  }
}

async function listenOn(path: string, holder: Holder): Promise<Listening> {
  const callers = new Set<Socket>()
  const server = createServer((caller) => {
    callers.add(caller)
    caller.on('close', () => callers.delete(caller))
    caller.on('error', () => caller.destroy())
    caller.unref()
    caller.write(`${JSON.stringify(holder)}\n`)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    bind(() => server.listen(path, resolve), path)
  })
  server.unref()
  return { path, close: () => close(server, callers) }
}

/**
 * Who may connect to a socket is who may write it, and whose directory it is in has to be able to, even once it is dead: root opens it to
 * all who may look into that directory (0700). With the mode that it is made with, as a path may lead elsewhere by then.
 */
function bind(listen: () => void, path: string): void {
  if (otherOwnerOf(dirname(path)) === undefined) return listen()
  const mask = process.umask(0)
  try {
    listen()
  } finally {
    process.umask(mask)
  }
}

function close(server: Server, callers: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    for (const caller of callers) caller.destroy()
  })
}
