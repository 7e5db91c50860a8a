import { deepEqual } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ApiServer, serveApi } from '../../../api/server/listen.ts'
import { serveTcp } from '../../../api/server/listen-tcp.ts'
import type { Served } from '../../../api/server/served.ts'
import { type Caller, CALLER_HEADER, callerFrom, callerText } from '../../../api/v1/installation/caller.ts'

const ANNA: Caller = { kind: 'user', uid: 0, name: 'root', sudo: 'anna' }

describe('who asks serve', () => {
  let dir = ''
  let callers: Caller[]
  const servers: ApiServer[] = []
  const served = {
    askedBy: (caller: Caller) => {
      callers.push(caller)
      return { version: async () => ({}) } as unknown as Served
    },
  } as Served
  const ask = (how: object, headers: Record<string, string>) =>
    new Promise<void>((resolve, reject) => {
      const sent = request({ path: '/version', ...how, headers, agent: false }, (response) => {
        response.resume()
        response.on('end', resolve)
      })
      sent.on('error', reject)
      sent.end()
    })

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'callers-'))
    callers = []
  })
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()))
    rmSync(dir, { recursive: true, force: true })
  })

  it('is on the socket whom the client names, and else another program', async () => {
    const socketPath = join(dir, 's')
    servers.push(await serveApi(served, socketPath))
    await ask({ socketPath }, { [CALLER_HEADER]: callerText(ANNA) })
    await ask({ socketPath }, {})
    deepEqual(callers, [ANNA, { kind: 'socket' }])
  })

  it('is over TCP whose token it is, whatever the client says', async () => {
    const authenticate = (token: string) => (token === 'abc' ? { name: 'ci', role: 'view' as const } : undefined)
    const server = await serveTcp(served, { host: '127.0.0.1', port: 0, authenticate })
    servers.push(server)
    const { hostname, port } = new URL(server.url)
    await ask({ hostname, port }, { authorization: 'Bearer abc', [CALLER_HEADER]: callerText(ANNA) })
    await ask({ hostname, port }, { authorization: 'Bearer other', [CALLER_HEADER]: callerText(ANNA) })
    deepEqual(callers, [{ kind: 'token', name: 'ci', role: 'view', from: '127.0.0.1' }])
  })

  it('is named with what its token may not, and with nothing where it has none', async () => {
    const refused: object[] = []
    const authenticate = (token: string) => (token === 'abc' ? { name: 'ci', role: 'view' as const } : undefined)
    const keeping = { ...served, refused: (by: Caller, what: object) => refused.push({ by, ...what }) } as Served
    const server = await serveTcp(keeping, { host: '127.0.0.1', port: 0, authenticate })
    servers.push(server)
    const { hostname, port } = new URL(server.url)
    const web = '/apis/reconcile.dev/v1/namespaces/shop/services/web'
    for (const [method, path] of [
      ['POST', '/reconcile/retry'],
      ['POST', '/reconcile/constructor'],
      ['PATCH', `${web}/scale`],
      ['GET', web.replace('services/web', 'tasks/web-1/exec')],
      ['DELETE', '/apis/reconcile.dev/v1/nodes/%'],
    ] as const) {
      await ask({ hostname, port, method, path }, { authorization: 'Bearer abc' })
      await ask({ hostname, port, method, path }, {})
    }
    const by = { kind: 'token', name: 'ci', role: 'view', from: '127.0.0.1' }
    const may = (what: string) => `token ci may view, and ${what} needs a token that may edit`
    deepEqual(refused, [
      { by, verb: 'rollout retry', refused: may('POST /reconcile/retry') },
      { by, verb: 'constructor', refused: may('POST /reconcile/constructor') },
      { by, verb: 'update', object: 'Service/shop/web', refused: may(`PATCH ${web}/scale`) },
      {
        by,
        verb: 'exec',
        object: 'Task/shop/web-1',
        refused: may(`GET ${web.replace('services/web', 'tasks/web-1/exec')}`),
      },
      { by, verb: 'delete', refused: may('DELETE /apis/reconcile.dev/v1/nodes/%') },
    ])
    deepEqual(callers, [])
  })

  for (const [sentence, text] of [
    ['nothing', undefined],
    ['no JSON', 'anna'],
    ['a broken encoding', '%E0%A4%A'],
    ['a token', callerText({ kind: 'token', name: 'ci', role: 'admin' })],
    ['more than a header should', callerText({ kind: 'user', name: 'x'.repeat(3_000) })],
    ['null', 'null'],
  ] as const)
    it(`is another program where the header says ${sentence}`, () => {
      deepEqual(callerFrom(text), { kind: 'socket' })
    })

  it('has no name that is none', () => {
    const odd = encodeURIComponent(JSON.stringify({ kind: 'push', name: '', uid: 1.5, sudo: ['a'], from: '10.0.0.1' }))
    deepEqual(callerFrom(odd), { kind: 'push', from: '10.0.0.1' })
  })
})
