import http from 'node:http'
import type { Duplex } from 'node:stream'
import { isWrite, recordCall, type RecordedCall } from './recorded-call.ts'
import { type ForwardedAnswer, forward, forwardUpgrade } from './forward.ts'

/** What a fault does to a call. */
export type FaultKind =
  /** The engine never sees the call; this status and message are the answer. */
  | { readonly answer: number; readonly message?: string }
  /** The call is neither forwarded nor answered, until faults are healed or the proxy closes. */
  | 'hang'
  /** The connection ends before the engine sees the call. */
  | 'drop-before'
  /** The engine carries the call out; the connection ends instead of an answer. */
  | 'drop-after'

export interface Fault {
  readonly on: (call: RecordedCall) => boolean
  readonly do: FaultKind
  /** How many calls it affects; absent: all. */
  readonly times?: number
  /** Runs just before the fault takes effect: for `drop-after` after the engine's answer, else before the engine sees the call. */
  readonly act?: () => void | Promise<void>
}

/** A proxy on a unix socket in front of an engine: it forwards and records all calls, and injects faults on demand. */
export interface EngineProxy {
  readonly socket: string
  readonly calls: readonly RecordedCall[]
  /** The calls that change the engine. */
  writes(): readonly RecordedCall[]
  /** Forgets the calls so far. */
  clear(): void
  /** Adds a fault; the returned function removes it. If several match a call, the first one added applies. */
  inject(fault: Fault): () => void
  /** Removes all faults; hanging calls end without an answer. */
  heal(): void
  /** Breaks the open event streams, and returns how many; clients may open new ones. */
  dropEventStreams(): number
  /** Closes the proxy and every connection. */
  close(): Promise<void>
}

/** Starts a proxy that listens on `socket` and forwards to `engine`; both are paths of unix sockets. */
export async function startProxy({ socket, engine }: { socket: string; engine: string }): Promise<EngineProxy> {
  const began = performance.now()
  const state: ProxyState = {
    engine,
    calls: [],
    faults: [],
    eventStreams: new Set(),
    hanging: new Set(),
    connections: new Set(),
  }
  const record = (request: http.IncomingMessage): RecordedCall => {
    const call = recordCall(request.method ?? '', request.url ?? '', performance.now() - began)
    state.calls.push(call)
    return call
  }
  const server = http.createServer((request, response) => void serve(state, record(request), { request, response }))
  server.on('upgrade', (request: http.IncomingMessage, client: Duplex, head: Buffer) => {
    const call = record(request)
    forwardUpgrade({ engine, request, client, head, answered: (status) => void (call.status = status) })
  })
  server.on('connection', (connection) => {
    state.connections.add(connection)
    connection.once('close', () => state.connections.delete(connection))
  })
  // Event streams may be silent for long, and must not time out.
  server.requestTimeout = 0
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socket, resolve))
  return proxyOf(socket, server, state)
}

/** A condition that matches the nth writing call, counted from 1 since the condition was created. */
export function nthWrite(n: number): (call: RecordedCall) => boolean {
  let seen = 0
  return (call) => isWrite(call) && ++seen === n
}

/** Kills a process with SIGKILL before or after the engine carries out the nth writing call from now on. */
export function killAtWrite(
  proxy: EngineProxy,
  kill: { n: number; when: 'before' | 'after'; pid: () => number },
): void {
  proxy.inject({
    on: nthWrite(kill.n),
    do: kill.when === 'before' ? 'drop-before' : 'drop-after',
    act: () => void process.kill(kill.pid(), 'SIGKILL'),
  })
}

interface ProxyState {
  readonly engine: string
  readonly calls: RecordedCall[]
  readonly faults: { fault: Fault; left: number }[]
  readonly eventStreams: Set<http.ServerResponse>
  readonly hanging: Set<http.ServerResponse>
  readonly connections: Set<Duplex>
}

function proxyOf(socket: string, server: http.Server, state: ProxyState): EngineProxy {
  return {
    socket,
    calls: state.calls,
    writes: () => state.calls.filter(isWrite),
    clear: () => void state.calls.splice(0),
    inject(fault) {
      const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY }
      state.faults.push(entry)
      return () => void (entry.left = 0)
    },
    heal() {
      state.faults.splice(0)
      for (const response of state.hanging) response.destroy()
      state.hanging.clear()
    },
    dropEventStreams() {
      const open = [...state.eventStreams]
      for (const response of open) response.destroy()
      return open.length
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const connection of state.connections) connection.destroy()
      }),
  }
}

interface Exchange {
  readonly request: http.IncomingMessage
  readonly response: http.ServerResponse
}

async function serve(state: ProxyState, call: RecordedCall, { request, response }: Exchange): Promise<void> {
  const fault = takeFault(state, call)
  if (fault && fault.do !== 'drop-after') return meet(state, { fault, call, response })
  const answer = await forward({
    ...{ engine: state.engine, request, response },
    body: (body) => void (call.body = body),
    created: (created) => void (call.created = created),
  })
  if (!answer) return void response.destroy()
  call.status = answer.status
  if (fault) return dropAfter(fault, answer, response)
  if (call.path.startsWith('/events')) followEvents(state, response)
  answer.pass()
}

function takeFault(state: ProxyState, call: RecordedCall): Fault | undefined {
  // Evaluates every condition, so that one that counts calls counts all of them.
  const [met] = state.faults.filter(({ fault, left }) => left > 0 && fault.on(call))
  if (met) met.left--
  return met?.fault
}

interface Met {
  readonly fault: Fault
  readonly call: RecordedCall
  readonly response: http.ServerResponse
}

async function meet({ hanging }: ProxyState, { fault, call, response }: Met): Promise<void> {
  await fault.act?.()
  if (fault.do === 'hang') return void hanging.add(response)
  if (typeof fault.do === 'string') return void response.destroy()
  call.status = fault.do.answer
  response.writeHead(fault.do.answer, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ message: fault.do.message ?? 'made up by the test' }))
}

async function dropAfter(fault: Fault, answer: ForwardedAnswer, response: http.ServerResponse): Promise<void> {
  await answer.swallow()
  await fault.act?.()
  response.destroy()
}

function followEvents(state: ProxyState, response: http.ServerResponse): void {
  state.eventStreams.add(response)
  response.once('close', () => state.eventStreams.delete(response))
}
