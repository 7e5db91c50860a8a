import { mkdtempSync, rmSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serveTcp, type TcpServer } from '../../../api/server/listen-tcp.ts'
import type { Served } from '../../../api/server/served.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import type { Role } from '../../../api/v1/installation/roles.ts'
import type { Core } from '../../../cli/local/open/core.ts'
import { localInstallation } from '../../../cli/local/local-installation.ts'
import { watchHosts } from '../../../controllers/hosts.ts'
import { type Installation as Loops, startInstallation } from '../../../controllers/installation.ts'
import { fixedContents } from '../../../store/contents/fixed.ts'
import { createToken, knownToken } from '../../../store/tokens/tokens.ts'
import { aCertificate } from '../../support/certificate.ts'
import { aCore } from '../../cli/local/local-core.ts'

/** The API over TCP, with a state in memory and no engine. */
export interface Serving {
  readonly home: string
  readonly core: Core
  readonly url: string
  /** The certificate that the server shows, where it has one. */
  readonly cert: Buffer | undefined
  token(role: Role, name?: string): string
  ask(how: Ask): Promise<Answer>
  end(): Promise<void>
}

export interface Ask {
  readonly method?: string
  readonly path: string
  readonly body?: unknown
  readonly type?: string
  /** Absent: a token with all rights; undefined: no token. */
  readonly token?: string | undefined
}

export interface Answer {
  readonly code: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly json: Json
}

/** Any JSON answer, typed so that tests can look into it. */
export interface Json {
  readonly [field: string]: Json & string & number
}

/** What the API serves. */
export interface ServingOptions {
  readonly tls?: boolean
  /** Whether the loops run, without any host. */
  readonly loops?: boolean
  /** If set, there is a task shop/web-1 whose process behaves like this. */
  readonly process?: Partial<Served>
}

/** Starts the API on a free port of the loopback. */
export async function startServing(options: ServingOptions = {}): Promise<Serving> {
  const home = mkdtempSync(join(tmpdir(), 'serving-'))
  const tokens = join(home, 'state/tokens')
  const base = { ...aCore(home), purpose: 'serve' as const }
  const loops = options.loops ? loopsOf(base) : undefined
  const core = { ...base, begin: async () => loops ?? { recorder: { events: () => [] } } } as unknown as Core
  const tls = options.tls ? aCertificate(home) : undefined
  const metrics = async () => ({ type: 'text/plain; version=0.0.4; charset=utf-8', text: 'reconcile_build_info 1\n' })
  const installation = { ...localInstallation(core), ...withTask(localInstallation(core), options), metrics }
  const server: TcpServer = await serveTcp(installation as unknown as Served, {
    ...{ host: '127.0.0.1', port: 0, ...(tls ? { tls } : {}) },
    authenticate: (token) => knownToken(tokens, token),
  })
  const token = (role: Role, name: string = role) =>
    createToken(tokens, { name, role, createdAt: '2026-01-01T00:00:00Z' }) ?? ''
  const admin = token('admin', 'all')
  return {
    ...{ home, core, url: server.url, cert: tls?.cert, token },
    ask: (how) => ask(server.url, { token: admin, ...how }),
    async end() {
      core.history.close()
      await server.close()
      await loops?.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

function withTask({ get }: Pick<Served, 'get'>, { process }: ServingOptions): Partial<Served> {
  if (!process) return {}
  const task = { kind: 'Task', metadata: { name: 'web-1', namespace: 'shop' } } as ObjectOf
  return { ...process, get: async (ref) => (ref.kind === 'Task' && ref.name === 'web-1' ? task : await get(ref)) }
}

function loopsOf({ installation, store, clock, random, settings }: Core): Loops {
  const given = { installation, store, clock, random, settings }
  return startInstallation({
    ...given,
    hosts: watchHosts({ ...given, engines: [] }),
    contents: fixedContents(new Map(), clock),
  })
}

function ask(url: string, { method = 'GET', path, body, type, token }: Ask): Promise<Answer> {
  const bytes = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const headers = {
    ...(bytes === undefined ? {} : { 'content-length': Buffer.byteLength(bytes) }),
    ...(type === undefined && body === undefined ? {} : { 'content-type': type ?? 'application/json' }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { method, headers, agent: false }, async (response) => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk as Buffer)
      const text = Buffer.concat(chunks).toString()
      const isJson = text !== '' && response.headers['content-type'] === 'application/json'
      const json = (isJson && !text.includes('}\n{') ? JSON.parse(text) : {}) as Json
      resolve({ code: response.statusCode ?? 0, headers: response.headers, text, json })
    })
    sent.on('error', reject)
    sent.end(bytes)
  })
}
