import assert from 'node:assert/strict'
import { errorOf } from './error-of.ts'
import { anyRun, type FakeHttpEngine, json, startFakeHttpEngine } from './fake-http-engine.ts'

describe('a call', () => {
  let fake: FakeHttpEngine
  beforeEach(async () => {
    fake = await startFakeHttpEngine()
  })
  afterEach(() => fake.close())

  for (const [status, type, text] of [
    [403, 'text/html', '<html><h1>403 Forbidden</h1></html>'],
    [403, 'text/plain; charset=utf-8', '403 Forbidden'],
    [401, 'text/html', '<p>403 Forbidden'],
  ] as const)
    it(`that a proxy does not let through is named with what to allow there: ${status}, ${type}`, async () => {
      fake.answer = (_asked, response) => void response.writeHead(status, { 'Content-Type': type }).end(text)
      for (const [call, request, allow] of [
        [fake.engine.inspectContainer({ id: 'x' }, anyRun), 'GET /containers/x/json', 'CONTAINERS=1'],
        [fake.engine.startContainer({ id: 'x' }, anyRun), 'POST /containers/x/start', 'CONTAINERS=1 and POST=1'],
        [fake.engine.removeNetwork({ id: 'n' }, anyRun), 'DELETE /networks/n', 'NETWORKS=1 and POST=1'],
      ] as const) {
        const what = `a proxy before the engine lets no ${request} through (${status}: 403 Forbidden)`
        const detail = `${what}: allow that there, as with ${allow} of docker-socket-proxy`
        await assert.rejects(call, { code: 'Unavailable', detail, keepsOut: true, obstacle: 'CallRefused' })
      }
    })

  const denied = 'authorization denied by plugin opa: no rule'
  const letsNo = (request: string) => `the engine's authorization plugin lets no ${request} through (403: ${denied})`

  it('that an authorization plugin forbids is named: a read keeps us out, a write may be allowed with other words', async () => {
    fake.answer = (_asked, response) => json(response, 403, { message: denied })
    for (const [call, request] of [
      [fake.engine.inspectVolume({ name: 'v' }, anyRun), 'GET /volumes/v'],
      [fake.engine.inspectImage({ name: 'i' }, anyRun), 'GET /images/i/json'],
    ] as const)
      await assert.rejects(call, {
        ...{ code: 'Unavailable', detail: `${letsNo(request)}: allow that there` },
        ...{ keepsOut: true, obstacle: 'CallRefused' },
      })
    const detail = `${denied} (DELETE /volumes/v); let that plugin allow it, or ask for what it allows`
    await assert.rejects(fake.engine.removeVolume({ name: 'v' }, anyRun), { code: 'Invalid', detail, keepsOut: false })
  })

  it('that a proxy forbids in the form of an engine is named, unless it is a registry that forbids it', async () => {
    fake.answer = (_asked, response) => json(response, 401, { message: 'Unauthorized access' })
    const detail = /^a proxy before the engine lets no GET \/info through \(401: Unauthorized access\): .* INFO=1 of/
    await assert.rejects(fake.engine.info({}, anyRun), { code: 'Unavailable', detail, keepsOut: true })
    const { code } = await errorOf(fake.engine.resolveImage({ image: 'r/a:1' }, anyRun))
    assert.equal(code, 'Denied')
  })
})
