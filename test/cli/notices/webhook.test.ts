import { deepEqual, equal, match, rejects } from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { webhookOf } from '../../../cli/arguments/webhook.ts'
import { messageOf } from '../../../cli/notices/message.ts'
import { sendNotice } from '../../../cli/notices/webhook.ts'
import { aCertificate } from '../../support/certificate.ts'
import type { Notice } from '../../../cli/notices/plan.ts'

const since = Date.parse('2026-11-20T10:00:00Z')
const NOTICE: Notice = {
  key: 'k',
  state: 'failed',
  known: { object: 'Service/shop/web', reason: 'CrashLoop', message: 'DB_PASSWORD=hunter2 is\nwrong', since, times: 0 },
}

describe('a webhook', () => {
  const { signal } = new AbortController()
  let answer: (request: IncomingMessage, response: ServerResponse) => void
  let taken: { readonly headers: IncomingMessage['headers']; readonly body: string }[]
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    taken.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
    answer(request, response)
  })
  let url: URL
  before(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-path`)
  })
  after(() => {
    server.close()
    server.closeAllConnections()
  })
  beforeEach(() => {
    taken = []
    answer = (_, response) => response.end('ok')
  })
  const send = (patienceMs?: number) =>
    sendNotice({ url, token: 'abc' }, messageOf([NOTICE], 'default'), {
      signal,
      ...(patienceMs === undefined ? {} : { patienceMs }),
    })

  it('is sent JSON with the token, and no secret', async () => {
    await send()
    const [request] = taken
    equal(request?.headers.authorization, 'Bearer abc')
    equal(request?.headers['content-type'], 'application/json')
    deepEqual(JSON.parse(request?.body ?? ''), {
      version: 1,
      installation: 'default',
      text: '[default] Failed: Service/shop/web CrashLoop: DB_PASSWORD=*** is wrong',
      notices: [
        {
          ...{ state: 'failed', object: 'Service/shop/web', reason: 'CrashLoop' },
          ...{ message: 'DB_PASSWORD=*** is wrong', since: '2026-11-20T10:00:00.000Z' },
        },
      ],
    })
  })

  it('that refuses is a failure, told without its path', async () => {
    answer = (_, response) => response.writeHead(403).end('no')
    await rejects(send(), (error: Error) => {
      match(
        error.message,
        /^127\.0\.0\.1:\d+ answers 403: look whether its token \(--notify-token\) or its URL was revoked$/,
      )
      return true
    })
  })

  it('that has too much to do says when to come back', async () => {
    answer = (_, response) => response.writeHead(429, { 'retry-after': '30' }).end()
    await rejects(send(), { message: `${url.host} answers 429: it takes only so many at a time`, retryAfterMs: 30_000 })
    answer = (_, response) => response.writeHead(503, { 'retry-after': 'Fri, 31 Dec 2027 23:59:59 GMT' }).end()
    const message = `${url.host} answers 503: what stands before it does not reach it: look whether it runs`
    await rejects(send(), { message, retryAfterMs: 0 })
  })

  it('that leads elsewhere is not followed', async () => {
    answer = (_, response) => response.writeHead(307, { location: url.href }).end()
    await rejects(send(), /answers 307: redirections are not followed: give serve the URL that it leads to$/)
    equal(taken.length, 1)
  })

  it('that hangs is given up', async () => {
    answer = () => undefined
    await rejects(send(50), /no answer within 0.05 s/)
  })

  it('that answers without end is taken at its first word', async () => {
    answer = (_, response) => {
      response.writeHead(200)
      const more = () => void (response.destroyed || response.write('x'.repeat(65_536), more))
      more()
    }
    await send()
  })

  it('that is not there is named', async () => {
    const gone = { url: new URL('http://127.0.0.1:1/secret-path') }
    await rejects(sendNotice(gone, messageOf([NOTICE], 'default'), { signal }), (error: Error) => {
      match(error.message, /^127\.0\.0\.1:1: .*ECONNREFUSED.*: look whether it runs there, and whether its URL/)
      return true
    })
  })

  it('is told how long something lasted, and no more lines than a person reads', () => {
    const over: Notice = { ...NOTICE, state: 'recovered', known: { ...NOTICE.known, overSince: since + 200_000 } }
    const { text, notices } = messageOf(Array<Notice>(12).fill(over), 'blue')
    const lines = text.split('\n')
    equal(lines[0], '[blue] Recovered: Service/shop/web after 3m20s (CrashLoop)')
    deepEqual([lines.length, lines.at(-1), notices.length], [11, '[blue] and 2 more', 12])
    equal(notices[0]?.until, '2026-11-20T10:03:20.000Z')
  })
})

describe('--notify', () => {
  let dir = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'notify-'))
    writeFileSync(join(dir, 'url'), 'https://hooks.example.com/T0/B0/x\n')
    writeFileSync(join(dir, 'token'), 'abc\n')
    writeFileSync(join(dir, 'empty'), '\n')
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  it('is an address, or a file that has it, with a token of a file', () => {
    equal(webhookOf({ cwd: dir, env: {} }, {}), undefined)
    equal(webhookOf({ cwd: dir, env: {} }, { notify: 'http://10.0.0.1/x' })?.url.href, 'http://10.0.0.1/x')
    const { url, token } = webhookOf({ cwd: dir, env: {} }, { notify: '@url', notifyToken: 'token' }) ?? {}
    deepEqual([url?.href, token], ['https://hooks.example.com/T0/B0/x', 'abc'])
  })

  it('is trusted if who signed its certificate is in SSL_CERT_FILE', async () => {
    const { cert, key } = aCertificate(dir)
    const secure = createSecure({ cert, key }, (_, response) => response.end('ok')).listen(0, '127.0.0.1')
    await once(secure, 'listening')
    const notify = `https://127.0.0.1:${(secure.address() as AddressInfo).port}/x`
    const send = async (env: Readonly<Record<string, string>>) => {
      const webhook = webhookOf({ cwd: dir, env }, { notify })
      if (webhook) await sendNotice(webhook, messageOf([NOTICE], 'default'), { signal: new AbortController().signal })
    }
    try {
      await rejects(
        send({}),
        /^Error: 127\.0\.0\.1:\d+: self-signed certificate: nobody that serve trusts .* SSL_CERT_FILE/,
      )
      await send({ SSL_CERT_FILE: 'cert.pem' })
    } finally {
      secure.close()
      secure.closeAllConnections()
    }
  })

  for (const [sentence, options, words] of [
    ['a token for nothing', { notifyToken: 'token' }, /--notify-token is for --notify/],
    ['another protocol', { notify: 'file:///etc/passwd' }, /no http or https address/],
    ['no address', { notify: 'hooks' }, /no http or https address/],
    ['a file that has none', { notify: '@token' }, /--notify @token: no http or https address/],
    ['a password in it', { notify: 'https://me:hunter2@host/' }, /has a user or password in it/],
    ['a file that is not there', { notify: '@gone' }, /--notify gone: is not there/],
    ['an empty token', { notify: 'http://a/', notifyToken: 'empty' }, /no token in it/],
  ] as const)
    it(`refuses ${sentence}, and quotes no secret`, () => {
      try {
        webhookOf({ cwd: dir, env: {} }, options)
      } catch (error) {
        match((error as Error).message, words)
        equal((error as Error).message.includes('hunter2'), false)
        return
      }
      throw new Error('it was taken')
    })
})
