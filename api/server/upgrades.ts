import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { WebSocketServer } from 'ws'
import { answerRaw } from './answers.ts'
import { remoteProtocols } from './channel-socket.ts'
import type { HandlerOptions } from './handler.ts'
import { isWebSocket } from './is-web-socket.ts'
import { openAnswers } from './open-answers.ts'
import { notFound, Refusal, type StatusAbout } from './refusal.ts'
import { endWithToken } from './rights.ts'
import { admit } from './serve-request.ts'
import type { Served } from './served.ts'
import { aboutTask, refuseNoTask, taskPath } from './task-path.ts'
import { serveSession, sessionOf } from './task-session.ts'

/** Websockets of a listener. */
export interface Upgrades {
  /** Cuts off those that are open: a server that closes waits for them. */
  end(): void
}

/** More than these at once are turned away. */
const MOST_SESSIONS = 100
/** Largest message: what a request may be. */
const MOST_MESSAGE_BYTES = 3_000_000

/**
 * Serves websockets to what tasks' processes do and say; any other wish for a change of protocol is passed over (RFC 9110, 7.8). A wish
 * that is sent ahead, behind a request that is not answered to its end, ends the connection: Node takes that from the answer at once, which
 * would go on in the middle of the other protocol. An installation that is still to come is waited for with the answers.
 */
export function serveUpgrades(server: Server, served: Served | Promise<Served>, options: HandlerOptions): Upgrades {
  const open = new Set<Duplex>()
  let websockets: Promise<WebSocketServer> | undefined
  const openOn = openAnswers(server)
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (openOn(socket).length > 0) return void socket.destroy()
    const upgrade = { request, socket, head }
    if (!isWebSocket(request)) return passOver(server, upgrade)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => open.delete(socket))
    open.add(socket)
    websockets ??= webSocketServer()
    void serveOne(served, upgrade, { ...options, websockets, isFull: () => open.size > MOST_SESSIONS })
  })
  return {
    end() {
      for (const socket of open) socket.destroy()
    },
  }
}

interface Upgrade {
  readonly request: IncomingMessage
  readonly socket: Duplex
  readonly head: Buffer
}

interface Listening extends HandlerOptions {
  readonly websockets: Promise<WebSocketServer>
  readonly isFull: () => boolean
}

async function serveOne(
  served: Served | Promise<Served>,
  { request, socket, head }: Upgrade,
  { stallMs = 0, websockets, isFull, ...rights }: Listening,
): Promise<void> {
  let about: StatusAbout | undefined
  try {
    const { asked, url } = admit(await served, request, rights.authenticate)
    const path = taskPath(url.pathname)
    if (!path) throw notFound(url.pathname)
    about = aboutTask(path)
    refuseStranger(request)
    refuseUnknownProtocol(request)
    const session = sessionOf(path, url.searchParams)
    await refuseNoTask(asked, path)
    const made = await websockets
    if (isFull()) throw tooMany()
    made.handleUpgrade(request, socket, head, (opened) => {
      const refused = new AbortController()
      const stopRechecking = endWithToken(request, rights, (refusal) => refused.abort(refusal))
      socket.on('close', stopRechecking)
      void serveSession(asked, session, { socket: opened, canVanish: stallMs > 0, until: refused.signal })
    })
  } catch (error) {
    answerRaw(socket, error, about)
  }
}

/** Loaded with the first one who asks: `serve` is smaller without it. */
async function webSocketServer(): Promise<WebSocketServer> {
  const { WebSocketServer: Server } = await import('ws')
  const made = new Server({
    ...{ noServer: true, clientTracking: false, maxPayload: MOST_MESSAGE_BYTES },
    handleProtocols: (offered) => remoteProtocols.find((each) => offered.has(each)) ?? false,
  })
  made.on('wsClientError', (error, socket) => answerRaw(socket, new Refusal(400, 'BadRequest', error.message)))
  return made
}

/** Pages of others are kept out, whatever a browser sends along for them. Programs name no origin. */
function refuseStranger({ headers: { origin, host } }: IncomingMessage): void {
  if (origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)) return
  throw new Refusal(403, 'Forbidden', `a page of ${origin.slice(0, 100)} may not speak with tasks here`)
}

function refuseUnknownProtocol({ headers }: IncomingMessage): void {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim())
  if (remoteProtocols.some((each) => offered.includes(each))) return
  throw new Refusal(400, 'BadRequest', `Sec-WebSocket-Protocol must offer one of ${remoteProtocols.join(', ')}`)
}

function tooMany(): Refusal {
  return new Refusal(429, 'TooManyRequests', `there are ${MOST_SESSIONS} sessions already: end one, or try again later`)
}

/**
 * Serves it as a request that asks for no other protocol: what was read of it is put back without that wish. Node from 24.9 on asks before
 * (`serverOptions`), and none comes here.
 */
function passOver(server: Server, { request, socket, head }: Upgrade): void {
  const { method, url, httpVersion, rawHeaders } = request
  const lines = [`${method} ${url} HTTP/${httpVersion}`]
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2)
    const rest = /^connection$/i.test(name) ? withoutWish(value) : value
    if (!/^(upgrade|http2-settings)$/i.test(name)) lines.push(`${name}: ${rest}`)
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]))
  server.emit(socket instanceof TLSSocket ? 'secureConnection' : 'connection', socket)
}

function withoutWish(connection: string): string {
  const words = connection.split(',').map((word) => word.trim())
  return words.filter((word) => !/^(upgrade|http2-settings)$/i.test(word)).join(', ') || 'keep-alive'
}
