import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { errorCode, errorText } from '../../api/v1/language/caught-error.ts'
import type { Clock } from '../../clock/clock.ts'
import { isMap } from '../../api/v1/yaml/is-map.ts'
import { StorageError } from '../storage/storage.ts'
import type { Json } from '../storage/storage.ts'

/** Who has a lock, in its own words. */
export interface Holder {
  readonly pid: number
  /** Such as `reconcile serve`; no arguments, they may hold secrets. */
  readonly command: string
  /** RFC 3339. */
  readonly startedAt: string
}

/** A holder on the line. */
export interface Asked {
  /** Absent when it did not say within a second: it is stopped, or very busy. */
  readonly holder?: Holder
  /** Resolves when it let go or ended. */
  readonly closed: Promise<void>
  readonly hangUp: () => void
}

const longestLine = 4096
const patienceMs = 1_000

/** Asks who listens on a socket; undefined when nobody does any more. */
export async function askHolder(path: string, clock: Clock): Promise<Asked | undefined> {
  const socket = connect(path)
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  try {
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  } catch (error) {
    if (['ECONNREFUSED', 'ENOENT'].includes(errorCode(error))) return undefined
    // It ended while we stood in its queue.
    if (errorCode(error) === 'ECONNRESET') return await askHolder(path, clock)
    // Too many wait to be heard: somebody is there.
    if (errorCode(error) === 'EAGAIN') return { closed: after(clock, patienceMs), hangUp: () => undefined }
    throw new StorageError('Io', `asking who holds ${path}: ${errorText(error)}`, { cause: error })
  }
  socket.on('error', () => socket.destroy())
  const holder = parseHolder(await firstLine(socket, clock))
  return { closed, hangUp: () => socket.destroy(), ...(holder === undefined ? {} : { holder }) }
}

/** How a holder is named to people. */
export function describeHolder(holder: Holder | undefined): string {
  if (holder === undefined) return 'another reconcile (it does not say which)'
  return `${holder.command} (pid ${holder.pid}, since ${holder.startedAt})`
}

function after(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve))
}

function firstLine(socket: Socket, clock: Clock): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const finish = () => {
      cancel()
      socket.off('data', onData).off('close', finish).resume()
      resolve(text)
    }
    const onData = (bytes: Buffer) => {
      text += bytes.toString()
      if (text.includes('\n') || text.length > longestLine) finish()
    }
    const cancel = clock.after(patienceMs, finish)
    socket.on('data', onData).once('close', finish)
  })
}

function parseHolder(line: string): Holder | undefined {
  try {
    const value = JSON.parse(line) as Json
    if (!isMap(value)) return undefined
    return { pid: Number(value.pid), command: String(value.command), startedAt: String(value.startedAt) }
  } catch {
    return undefined
  }
}
