import type { Server, Socket } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { errorCode } from '../../api/v1/language/caught-error.ts'
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
    server.listen(path, resolve)
  })
  server.unref()
  return { path, close: () => close(server, callers) }
}

function close(server: Server, callers: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    for (const caller of callers) caller.destroy()
  })
}
