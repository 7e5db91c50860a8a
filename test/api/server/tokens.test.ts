import { deepEqual, equal, match } from 'node:assert/strict'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { roles } from '../../../api/v1/installation/roles.ts'
import { createToken, deleteToken, knownToken, listTokens } from '../../../store/tokens/tokens.ts'
import { type Serving, startServing } from './serving.ts'

const SHOP = '/apis/reconcile.dev/v1/namespaces/shop'
const BYTES = 'the-bytes-of-the-secret'

describe('tokens', function () {
  this.timeout(60_000)
  let serving: Serving
  before(async () => {
    serving = await startServing()
    const file = join(serving.home, 'bytes')
    writeFileSync(file, BYTES)
    const secret = { apiVersion: 'reconcile.dev/v1', kind: 'Secret', metadata: { name: 'key' }, spec: { file } }
    equal((await serving.ask({ method: 'POST', path: `${SHOP}/secrets`, body: secret })).code, 201)
    for (const role of roles) tokens.set(role, serving.token(role))
  })
  after(() => serving.end())
  const tokens = new Map<string, string | undefined>([
    ['none', undefined],
    ['unknown', 'rct.view.AAAA'],
    ['odd', 'rct.../../x.AAAA'],
  ])

  const patch = { method: 'PATCH', type: 'application/merge-patch+json', body: {} }
  for (const { method = 'GET', path, needs, ...how } of [
    { path: '/healthz', needs: 'none' },
    { path: '/readyz', needs: 'none' },
    ...['/healthz', '/livez', '/readyz'].map((path) => ({ path, method: 'HEAD', needs: 'none' })),
    { path: '/version', method: 'HEAD', needs: 'view' },
    { path: `${SHOP}/tasks/web-1/log`, method: 'HEAD', needs: 'edit' },
    ...['', '?watch=true', '/key'].map((of) => ({ path: `${SHOP}/secrets${of}`, method: 'HEAD', needs: 'view' })),
    { path: '/apis', method: 'HEAD', needs: 'view' },
    { path: `${SHOP}/services/web`, method: 'OPTIONS', needs: 'view' },
    { path: '/version', needs: 'view' },
    { path: '/metrics', needs: 'view' },
    { path: '/apis', needs: 'view' },
    { path: '/nothing', needs: 'view' },
    { path: `${SHOP}/secrets`, needs: 'view' },
    { path: `${SHOP}/secrets/key`, needs: 'view' },
    { path: '/api/v1/events', needs: 'view' },
    { path: '/reconcile/describe', method: 'POST', body: {}, needs: 'view' },
    { path: '/reconcile/revealed', method: 'POST', body: {}, needs: 'edit' },
    { path: `${SHOP}/secrets`, method: 'POST', body: {}, needs: 'edit' },
    { path: `${SHOP}/secrets/key`, ...patch, needs: 'edit' },
    { path: `${SHOP}/services/web/scale`, ...patch, needs: 'edit' },
    { path: `${SHOP}/secrets/no`, method: 'DELETE', needs: 'edit' },
    { path: '/reconcile/exec', method: 'POST', body: {}, needs: 'edit' },
    { path: '/reconcile/logs', method: 'POST', body: {}, needs: 'edit' },
    { path: `${SHOP}/tasks/web-1/log`, needs: 'edit' },
    { path: `${SHOP}/tasks/web-1/exec?command=ls`, needs: 'edit' },
    { path: `${SHOP}/tasks/web-1/attach`, needs: 'edit' },
    { path: '/api/v1/namespaces/shop/pods/web-1/log', needs: 'edit' },
    ...['plan', 'pull', 'build', 'run', 'kill', 'images-prune'].map((verb) => ({
      ...{ path: `/reconcile/${verb}`, method: 'POST', body: {}, needs: 'edit' },
    })),
    { path: '/reconcile/apply', method: 'POST', body: {}, needs: 'edit' },
    { path: '//evil/reconcile/approve', method: 'POST', body: {}, needs: 'admin' },
    { path: '/reconcile/approve', method: 'POST', body: {}, needs: 'admin' },
    { path: '/reconcile/secret', method: 'POST', body: {}, needs: 'edit' },
    { path: '/reconcile/backup', method: 'POST', body: {}, needs: 'admin' },
    { path: '/reconcile/x/../approve', method: 'POST', body: {}, needs: 'admin' },
  ] as readonly { path: string; method?: string; body?: unknown; type?: string; needs: string }[])
    it(`lets ${method} ${path} to ${needs === 'none' ? 'all' : `who may ${needs}`}, and to no one less`, async () => {
      const order = ['none', ...roles]
      for (const [role, token] of tokens) {
        const { code, text, headers } = await serving.ask({ method, path, ...how, token })
        const [has, wants] = [order.indexOf(role), order.indexOf(needs)]
        const expected = has >= wants || wants === 0 ? undefined : has <= 0 ? 401 : 403
        if (method === 'HEAD') equal(text, '')
        else if (expected !== undefined) match(text, new RegExp(`"kind":"Status".*"code":${expected}`))
        if (needs === 'none' || (method === 'HEAD' && has >= wants && needs === 'view')) equal(code, 200)
        equal([401, 403].includes(code) ? code : undefined, expected, `${role}: ${text}`)
        equal(code === 401 ? headers['www-authenticate'] : 'Bearer', 'Bearer')
        equal(text.includes(BYTES), false)
        if (expected !== undefined) equal(text.includes(serving.home), false)
      }
    })

  it('are of no use once deleted', async () => {
    const token = serving.token('view', 'short')
    equal((await serving.ask({ path: '/version', token })).code, 200)
    equal(deleteToken(join(serving.home, 'state/tokens'), 'short'), true)
    equal((await serving.ask({ path: '/version', token })).code, 401)
  })

  it('are kept as hashes that their owner alone may read, one of a name', () => {
    const dir = join(serving.home, 'more')
    const about = { name: 'ci', role: 'edit', createdAt: '2026-01-01T00:00:00Z' } as const
    const token = createToken(dir, about) ?? ''
    match(token, /^rct\.ci\.[\w-]{43}$/)
    equal(createToken(dir, about), undefined)
    deepEqual(readdirSync(dir), ['ci.json'])
    equal(readFileSync(join(dir, 'ci.json'), 'utf8').includes(token.slice(7)), false)
    deepEqual([statSync(dir).mode & 0o777, statSync(join(dir, 'ci.json')).mode & 0o777], [0o700, 0o600])
    deepEqual(listTokens(dir), [about])
    deepEqual(knownToken(dir, token), about)
    for (const wrong of [`${token}x`, token.slice(0, -1), token.replace('ci', 'cj'), '', 'rct.ci.', 'x'.repeat(10_000)])
      equal(knownToken(dir, wrong), undefined)
    writeFileSync(join(dir, 'broken.json'), '{')
    deepEqual(listTokens(dir), [about])
    equal(deleteToken(dir, '../ci'), false)
    // Left by a process that was killed while it created a token.
    writeFileSync(join(dir, 'half.json'), '')
    const half = { ...about, name: 'half' }
    equal(createToken(dir, half), undefined)
    deepEqual([deleteToken(dir, 'half'), deleteToken(dir, 'half')], [true, false])
    match(createToken(dir, half) ?? '', /^rct\.half\./)
  })

  it('are asked of a listener that answers bytes that are no request with a Status', async function () {
    this.timeout(60_000) // it waits 10 s for headers
    const { port } = new URL(serving.url)
    const answered = (bytes: string) =>
      new Promise<string>((resolve) => {
        let text = ''
        const raw = connect(Number(port), '127.0.0.1', () => raw.write(bytes))
        raw.on('data', (chunk: Buffer) => (text += chunk.toString()))
        raw.on('error', () => resolve(text))
        raw.on('close', () => resolve(text))
      })
    match(await answered('\0\0\0\r\n\r\n'), /^HTTP\/1\.1 400 .*"kind":"Status"/s)
    match(await answered(`GET / HTTP/1.1\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`), /^HTTP\/1\.1 431 .*"kind":"Status"/s)
    match(await answered('GET / HTTP/1.1\r\nHost: x'), /^HTTP\/1\.1 408 .*"kind":"Status"/s)
  })
})
