import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { realClock } from '../../clock/real.ts'
import { present } from '../../engine/container/present.ts'
import type { Buildx } from '../../engine/docker/build/buildx.ts'
import { connectDocker } from '../../engine/docker/connect.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Run } from '../../engine/run.ts'

export interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** An HTTP server on a unix socket that answers as a test decides, and an engine client that is connected to it. */
export interface FakeHttpEngine {
  readonly engine: Engine
  readonly socket: string
  readonly asked: Asked[]
  /** How often its version was asked for. */
  pings(): number
  /** The API version that it answers, and the HTTP status of that answer. */
  version: string
  pingStatus: number
  /** What it answers that with beside the version. */
  pingHeaders: Readonly<Record<string, string>>
  pingText: string
  answer: (asked: Asked, response: ServerResponse) => void
  close(): Promise<void>
}

export const anyRun: Run = { signal: new AbortController().signal, object: 'Task/a/b', reason: 'test' }

/** Starts the server. It answers `/_ping` by itself, with `version`. */
export async function startFakeHttpEngine(
  version = '1.41',
  configDirectory?: string,
  buildx?: Buildx,
): Promise<FakeHttpEngine> {
  const directory = mkdtempSync(join(tmpdir(), 'fake-engine-'))
  const socket = join(directory, 'docker.sock')
  const asked: Asked[] = []
  let pings = 0
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    if (request.url === '/_ping') pings++
    if (request.url === '/_ping')
      return void response
        .writeHead(fake.pingStatus, { 'Api-Version': fake.version, ...fake.pingHeaders })
        .end(fake.pingText)
    const one = {
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks),
    }
    asked.push(one)
    fake.answer(one, response)
  })
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  const options = { node: 'local', clock: realClock, settings: { callsPerEngine: 6 } }
  const engine = await connectDocker({
    ...options,
    host: `unix://${socket}`,
    ...present({ configDirectory, buildx }),
  })
  const fake: FakeHttpEngine = {
    engine,
    socket,
    asked,
    pings: () => pings,
    version,
    pingStatus: 200,
    pingHeaders: {},
    pingText: 'OK',
    answer: (_asked, response) => void response.writeHead(500).end(),
    async close() {
      engine.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      rmSync(directory, { recursive: true, force: true })
    },
  }
  return fake
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}
