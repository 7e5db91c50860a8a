import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fakeInstallation, LIST, WEB } from './fake-installation.ts'
import { isServed } from '../../../api/client/listening.ts'
import { remoteInstallation } from '../../../api/client/remote.ts'
import { type ApiServer, serveApi } from '../../../api/server/listen.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { type SecretValue, secretValue } from '../../../api/v1/redact/secret-value.ts'

describe('the API on its socket', () => {
  let dir = ''
  let socket = ''
  let server: ApiServer
  let asked: Record<string, unknown>[] = []

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'api-'))
    socket = join(dir, 'reconcile.sock')
    asked = []
    server = await serveApi(fakeInstallation(asked), socket)
  })
  afterEach(async () => {
    await server.close()
    rmSync(dir, { recursive: true, force: true })
  })

  it('is for its owner alone, and is gone with the server', async () => {
    equal(statSync(socket).mode & 0o777, 0o600)
    equal(await isServed(socket), true)
    await server.close()
    equal(await isServed(socket), false)
  })

  it('hands on what is waited for, and refuses what is no commit of a directory', async () => {
    const { signal } = new AbortController()
    const wanted = { directory: '/srv/stacks', head: 'abc', timeoutMs: 5, signal }
    for await (const event of remoteInstallation(socket).converge(wanted)) ok(event.type)
    deepEqual(asked, [{ directory: '/srv/stacks', head: 'abc', timeoutMs: 5 }])
    const relative = remoteInstallation(socket).converge({ ...wanted, directory: 'stacks' })
    await rejects(async () => {
      for await (const event of relative) ok(event.type)
    }, /directory must be an absolute path/)
  })

  it('refuses a file whose path none can have', async () => {
    const { signal } = new AbortController()
    for (const file of ['a.yaml', '/srv/a\0.yaml'])
      await rejects(async () => {
        const wanted = { sources: [{ file, text: '' }], cwd: '/srv', wait: false, signal }
        for await (const event of remoteInstallation(socket).apply(wanted)) ok(event.type)
      }, /sources\[0\]\.file must be an absolute path/)
    deepEqual(asked, [])
  })

  it('refuses a field that it does not know, as of a newer client, and does nothing', async () => {
    for (const [verb, body] of [
      ['apply', { sources: [], cwd: '/srv', undoOnFailure: true }],
      ['apply', { sources: [{ file: '/srv/a', text: '', undoOnFailure: true }], cwd: '/srv' }],
      ['apply', { sources: [], cwd: '/srv', only: { services: [], undoOnFailure: true } }],
      ['delete', { manifests: { sources: [], cwd: '/srv', undoOnFailure: true } }],
      ['describe', { kind: 'Service', namespace: 'shop', name: 'web', deep: true }],
      ['exec', { ref: { kind: 'Task', namespace: 'shop', name: 'web-1' }, command: ['ls'], privileged: true }],
    ] as const) {
      const { code, text } = await ask(socket, {
        method: 'POST',
        path: `/reconcile/${verb}`,
        body: JSON.stringify(body),
      })
      equal(code, 400, text)
      match(text, /does not know the field (undoOnFailure|deep|privileged): nothing was done/)
    }
    deepEqual(asked, [])
  })

  it('warns of what a write leaves to do, in the header that Kubernetes has for it', async () => {
    const path = '/apis/reconcile.dev/v1/namespaces/shop/services/web'
    for (const how of [
      { method: 'DELETE', path },
      { method: 'PUT', path: `${path}/scale`, body: '{"spec":{"replicas":1}}' },
    ]) {
      const { code, warning } = await ask(socket, how)
      deepEqual([code, warning], [200, '299 - "shop.yaml is not committed: why"'])
    }
  })

  it('hands on the bytes of a secret, which nothing that prints them shows', async () => {
    const { signal } = new AbortController()
    const wanted = { stack: 'shop', name: 'token', replace: true, wait: false, signal }
    const events = remoteInstallation(socket).storeSecret({ ...wanted, bytes: secretValue(Buffer.from([0, 255, 10])) })
    for await (const event of events) ok(event.type)
    const [{ bytes, ...rest } = { bytes: undefined }] = asked
    deepEqual(rest, { stack: 'shop', name: 'token', replace: true, wait: false })
    deepEqual([...(bytes as SecretValue).reveal()], [0, 255, 10])
    equal(JSON.stringify(bytes), '"***"')
  })

  it('hands out a backup as it is', async () => {
    const { signal } = new AbortController()
    const chunks: Uint8Array[] = []
    for await (const chunk of remoteInstallation(socket).backup({ signal })) chunks.push(chunk)
    equal(Buffer.concat(chunks).toString(), 'all of it')
  })

  it('gives the client what the installation gives', async () => {
    const remote = remoteInstallation(socket)
    deepEqual(await remote.list('Service', {}), { ...LIST, apiVersion: API_VERSION, kind: 'ServiceList' })
    deepEqual(await remote.get({ kind: 'Service', namespace: 'shop', name: 'web' }), WEB)
    equal(await remote.get({ kind: 'Service', namespace: 'shop', name: 'other' }), undefined)
    equal((await remote.version()).installation, 'test')
    const { signal } = new AbortController()
    deepEqual((await remote.usage({ stack: 'shop', signal })).tasks[0]?.stack, 'shop')
    deepEqual((await remote.swarmStack({ stack: 'shop', signal })).stack, 'shop')
    deepEqual((await remote.usage({ signal })).tasks[0]?.cpus, 0.5)
    deepEqual((await remote.images({ stack: 'shop', signal }))[0]?.stack, 'shop')
    equal((await remote.notes()).problems[0]?.message, 'a.yaml:1:1: bad (all)')
    equal((await remote.notes('a&b')).problems[0]?.message, 'a.yaml:1:1: bad (a&b)')
    deepEqual((await remote.describe({ kind: 'Service', namespace: 'shop', name: 'web' }))?.object, WEB)
  })

  it('streams what a verb does, and hands over the request', async () => {
    const events: ProgressEvent[] = []
    const unreadable = { line: 2, column: 1, message: 'is not UTF-8' }
    const sources = [
      { file: '/a.yaml', text: 'text' },
      { file: '/b.yaml', unreadable },
    ]
    for await (const event of remoteInstallation(socket).apply({
      ...{ sources, cwd: '/', wait: true, timeoutMs: 5, variables: { A: null } },
      signal: new AbortController().signal,
    }))
      events.push(event)
    deepEqual(
      events.map(({ type }) => type),
      ['warning', 'outcome'],
    )
    deepEqual(asked[0], { sources, cwd: '/', wait: true, timeoutMs: 5, variables: { A: null } })
  })

  it('carries the revision that an undo is to go to, and no number of its own', async () => {
    const refs = [{ kind: 'Service', namespace: 'shop', name: 'web' } as const]
    const { signal } = new AbortController()
    for (const request of [{ refs, toRevision: 2 }, { refs }])
      for await (const _ of remoteInstallation(socket).undo({ ...request, wait: true, signal }));
    deepEqual(asked, [
      { refs, toRevision: 2, wait: true },
      { refs, wait: true },
    ])
  })

  it('ends the work of who leaves', async () => {
    const leaving = new AbortController()
    const watched = remoteInstallation(socket).watch('Service', { signal: leaving.signal })
    const first = await watched[Symbol.asyncIterator]().next()
    deepEqual(first.value, { type: 'ADDED', object: WEB })
    leaving.abort()
    for (let tries = 0; tries < 100 && asked.length === 0; tries++)
      await new Promise((resolve) => setImmediate(resolve))
    deepEqual(asked, [{ ended: true }])
  })

  it('carries standard input, both outputs and the exit code of a command', async () => {
    const out: string[] = []
    const exit = await remoteInstallation(socket).exec({
      ref: { kind: 'Task', namespace: 'shop', name: 'web-1' },
      command: ['cat'],
      stdin: (async function* () {
        yield Buffer.from('in ')
        yield Buffer.from('put')
      })(),
      onOutput: (stream, bytes) => void out.push(`${stream}: ${Buffer.from(bytes).toString()}`),
      signal: new AbortController().signal,
    })
    equal(exit, 7)
    deepEqual(out, ['stderr: cat', 'stdout: in put'])
  })

  it('carries files in and out, and what lies at a path', async () => {
    const ref = { kind: 'Task', namespace: 'shop', name: 'web-1' } as const
    const { signal } = new AbortController()
    const installation = remoteInstallation(socket)
    deepEqual(await installation.statPath({ ref, path: '/etc', signal }), { name: 'etc', type: 'directory', size: 1 })
    equal(await installation.statPath({ ref, path: '/none', signal }), undefined)
    const chunks: Uint8Array[] = []
    for await (const chunk of installation.copyOut({ ref, path: '/etc', signal })) chunks.push(chunk)
    equal(Buffer.concat(chunks).toString(), 'the tar of /etc')
    async function* tar() {
      yield Buffer.from('files')
    }
    await installation.copyIn({ ref, path: '/etc', tar: tar(), signal, asItsUser: true, replaces: true })
    deepEqual(asked, [{ ref, path: '/etc', asItsUser: true, replaces: true, tar: 'files' }])
    async function* breaks() {
      yield Buffer.from('fi')
      throw new Error('the disk is gone')
    }
    await rejects(installation.copyIn({ ref, path: '/etc', tar: breaks(), signal }), /the disk is gone/)
  })

  it('keeps exit code and remedy of what fails', async () => {
    await rejects(
      remoteInstallation(socket).plan({ sources: [], cwd: '/', signal: new AbortController().signal }),
      (error: unknown) =>
        error instanceof InstallationError && error.exit === exits.unreachable && error.remedy === 'start it',
    )
  })

  for (const { path, method = 'GET', body, code } of [
    { path: '/healthz', code: 200 },
    { path: '/version', code: 200 },
    { path: '/nothing', code: 404 },
    { path: '/apis/reconcile.dev/v1/services/web', code: 400 },
    { path: '/apis/reconcile.dev/v1/nothings', code: 404 },
    { path: '/apis/reconcile.dev/v1/namespaces/shop/services', code: 200 },
    { path: '/apis/reconcile.dev/v1/namespaces/shop/nodes', code: 404 },
    { path: '/apis/reconcile.dev/v1/namespaces/%ff/services', code: 400 },
    { path: '/api/v1/events', code: 200 },
    { path: '/api/v1/namespaces/shop/events', code: 200 },
    { path: '/api/v1/namespaces/web', code: 200 },
    { path: '/api/v1/namespaces/other', code: 404 },
    { path: '/api/v1/namespaces/%ff', code: 400 },
    { path: '/healthz', method: 'DELETE', code: 405 },
    { path: '/reconcile/apply', method: 'POST', body: 'not json', code: 400 },
    { path: '/reconcile/apply', method: 'POST', body: '[1]', code: 400 },
    {
      path: '/reconcile/apply',
      method: 'POST',
      body: '{"sources":[{"file":"relative","text":""}],"cwd":"/"}',
      code: 400,
    },
    {
      path: '/reconcile/apply',
      method: 'POST',
      body: '{"sources":[{"file":"/a.yaml","unreadable":{"message":1}}],"cwd":"/"}',
      code: 400,
    },
    { path: '/reconcile/scale', method: 'POST', body: '{"refs":[],"replicas":-1}', code: 400 },
    { path: '/reconcile/undo', method: 'POST', body: '{"refs":[],"toRevision":"2"}', code: 400 },
    {
      path: '/reconcile/scale',
      method: 'POST',
      body: '{"refs":[{"kind":"Nothing","name":"a"}],"replicas":1}',
      code: 400,
    },
    { path: '/reconcile/exec', method: 'POST', body: '{"ref":null}\n', code: 400 },
    {
      path: '/reconcile/exec',
      method: 'POST',
      body: '{"ref":{"kind":"Task","name":"web-1"},"command":[]}\n',
      code: 400,
    },
    { path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', method: 'POST', body: '{}', code: 404 },
    { path: '/reconcile/frobnicate', method: 'POST', body: '{}', code: 404 },
    { path: '/reconcile/apply', method: 'POST', body: `{"text":"${'x'.repeat(3_000_001)}"}`, code: 413 },
  ])
    it(`answers ${method} ${path}${body === undefined ? '' : ` ${body.slice(0, 40)}`} with ${code}`, async () => {
      const answer = await ask(socket, { path, method, ...(body === undefined ? {} : { body }) })
      equal(answer.code, code)
      if (code >= 400) match(answer.text, /"kind":"Status"/)
    })

  it('answers who takes it for a Kubernetes what it is, and which namespaces there are', async () => {
    const json = async (path: string) => JSON.parse((await ask(socket, { method: 'GET', path })).text) as object
    deepEqual(await json('/version'), {
      ...(await remoteInstallation(socket).version()),
      ...{ major: '1', minor: '2', gitVersion: 'v1.2.3' },
    })
    deepEqual(await json('/api/v1/namespaces/web'), {
      ...{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'web' }, status: { phase: 'Active' } },
    })
    equal(
      (await ask(socket, { method: 'GET', path: '/api/v1/namespaces/other' })).text.includes('\\"other\\" not found'),
      true,
    )
  })

  it('lives through bytes that are no request', async () => {
    for (const bytes of ['\0\0\0', 'GET', 'GET / HTTP/9.9\r\n\r\n', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n\r\n`]) {
      await new Promise<void>((resolve) => {
        const raw = connect(socket, () => raw.end(bytes))
        raw.on('error', () => resolve())
        raw.on('close', () => resolve())
        raw.resume()
      })
    }
    ok((await ask(socket, { path: '/healthz', method: 'GET' })).code === 200)
  })

  it('refuses a path that no socket can have', async () => {
    await rejects(serveApi(fakeInstallation([]), join(dir, 'x'.repeat(120))), /at most 107 bytes/)
  })
})

function ask(
  socketPath: string,
  { path, method, body }: { path: string; method: string; body?: string },
): Promise<{ code: number; text: string; warning: string | undefined }> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, path, method }, async (response) => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk as Buffer)
      const { statusCode: code = 0, headers } = response
      resolve({ code, text: Buffer.concat(chunks).toString(), warning: headers['warning'] })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
