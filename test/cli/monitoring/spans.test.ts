import { deepEqual, equal, ok, throws } from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createExporter } from '../../../cli/monitoring/spans/exporter.ts'
import { loopSpans } from '../../../cli/monitoring/spans/loop-spans.ts'
import { otlpSettings } from '../../../cli/monitoring/spans/otlp-settings.ts'
import type { Span } from '../../../cli/monitoring/spans/span.ts'
import type { Engine } from '../../../engine/engine.ts'
import { EngineError } from '../../../engine/errors.ts'
import { because, type Run } from '../../../engine/run.ts'

const SPAN: Span = {
  ...{ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name: 'reconcile task', isCall: false },
  ...{ begunAt: 1_000, endedAt: 1_002.5, attributes: { 'reconcile.controller': 'task' } },
}

function aRun(): Run {
  return { signal: new AbortController().signal, object: 'Task/shop/web-1', reason: '' }
}

/** An engine whose start works, and whose stop is refused. */
function anEngine(): Engine {
  const stopContainer = async () => {
    throw new EngineError('Conflict', { node: 'a', tried: 'stop', detail: 'env DB_PASSWORD=letmein is wrong' })
  }
  return { node: 'a', startContainer: async () => {}, stopContainer } as unknown as Engine
}

describe('spans of loops', () => {
  const traced = () => {
    const spans: Span[] = []
    let now = 0
    const { meter, engine } = loopSpans({ take: (span) => void spans.push(span) }, () => ++now)
    return { spans, loop: meter.loop('task'), engine: engine(anEngine()) }
  }

  it('are one for a run that called an engine, with one in it for each call', async () => {
    const { spans, loop, engine } = traced()
    const run = aRun()
    loop.begun('shop/web-1', run)
    await engine.startContainer({ id: 'x' }, because(run, 'it is to run'))
    loop.ended('shop/web-1', run, { to: 'success' })
    const [call, pass] = spans
    deepEqual([call?.name, pass?.name], ['startContainer', 'reconcile task'])
    deepEqual([call?.traceId, call?.parentSpanId], [pass?.traceId, pass?.spanId])
    equal(call?.attributes['reconcile.reason'], 'it is to run')
    equal(pass?.attributes['reconcile.object'], 'Task/shop/web-1')
  })

  it('are none for a run that found nothing to do, nor for calls of nobody', async () => {
    const { spans, loop, engine } = traced()
    const run = aRun()
    loop.begun('shop/web-1', run)
    loop.ended('shop/web-1', run, { to: 'success' })
    await engine.startContainer({ id: 'x' }, aRun())
    deepEqual(spans, [])
  })

  it('say why a call failed, without the value of what looks secret', async () => {
    const { spans, loop, engine } = traced()
    const run = aRun()
    loop.begun('shop/web-1', run)
    const error = await engine.stopContainer({ id: 'x' }, because(run, 'API_TOKEN=hunter2')).catch((each) => each)
    loop.ended('shop/web-1', run, { to: 'error', error })
    equal(spans[0]?.attributes['error.type'], 'Conflict')
    ok(spans.every(({ failure }) => failure !== undefined))
    equal(/letmein|hunter2/.test(JSON.stringify(spans)), false)
  })
})

describe('the export of spans', () => {
  let server: Server
  let asked: { headers: IncomingHttpHeaders; body: string; url: string }[]
  let code: number
  beforeEach(async () => {
    asked = []
    code = 200
    server = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      asked.push({ headers: request.headers, body, url: request.url ?? '' })
      response.writeHead(code).end('{}')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterEach(() => {
    server.close()
    server.closeAllConnections()
  })

  const exporter = () => {
    const counted = { sent: 0, dropped: 0, lines: [] as string[] }
    const made = createExporter({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`,
      ...{
        headers: { authorization: 'Bearer t0ps3cret' },
        serviceName: 'reconcile',
        resource: { 'service.name': 'r' },
      },
      sent: (count) => void (counted.sent += count),
      dropped: (count) => void (counted.dropped += count),
      log: (line) => void counted.lines.push(line),
      everyMs: 1e9,
    })
    return { ...made, counted }
  }

  it('sends what waits as OTLP in JSON, with the headers of the environment', async () => {
    const { take, close, counted } = exporter()
    take(SPAN)
    await close()
    equal(counted.sent, 1)
    equal(asked[0]?.url, '/v1/traces')
    equal(asked[0]?.headers.authorization, 'Bearer t0ps3cret')
    const [resource] = (JSON.parse(asked[0]?.body ?? '') as { resourceSpans: Resource[] }).resourceSpans
    deepEqual(resource?.scopeSpans[0]?.spans[0], {
      ...{ traceId: SPAN.traceId, spanId: SPAN.spanId, name: 'reconcile task', kind: 1, status: {} },
      ...{ startTimeUnixNano: '1000000000', endTimeUnixNano: '1002500000' },
      attributes: [{ key: 'reconcile.controller', value: { stringValue: 'task' } }],
    })
  })

  it('drops and counts what is refused, and says so once, without the headers', async () => {
    code = 503
    const { take, close, counted } = exporter()
    for (let each = 0; each < 1_000; each++) take(SPAN)
    await close()
    ok(counted.dropped > 0)
    equal(counted.sent, 0)
    equal(counted.lines.length, 1)
    equal(counted.lines.join().includes('t0ps3cret'), false)
  })

  it('keeps no more than its bound, and counts the rest', () => {
    const { take, counted } = exporter()
    for (let each = 0; each < 10_000; each++) take(SPAN)
    ok(counted.dropped >= 10_000 - 3_000, String(counted.dropped))
  })

  it('sends all that waits at its end, also behind what is being sent', async () => {
    const { take, close, counted } = exporter()
    for (let each = 0; each < 1_900; each++) take(SPAN)
    await close()
    deepEqual([counted.sent, counted.dropped], [1_900, 0])
  })

  it('counts as dropped what a collector that hangs does not take by its end', async () => {
    server.removeAllListeners('request')
    const { take, close, counted } = exporter()
    for (let each = 0; each < 1_900; each++) take(SPAN)
    await close()
    deepEqual([counted.sent, counted.dropped], [0, 1_900])
  })
})

interface Resource {
  readonly scopeSpans: readonly { readonly spans: readonly object[] }[]
}

describe('the settings of spans', () => {
  it('are none without an endpoint', () => equal(otlpSettings({}), undefined))

  it('are read as OpenTelemetry says', () =>
    deepEqual(
      otlpSettings({
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/',
        OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Basic%20abc, x-scope=1',
      }),
      {
        url: 'http://collector:4318/v1/traces',
        headers: { authorization: 'Basic abc', 'x-scope': '1' },
        serviceName: 'reconcile',
      },
    ))

  for (const [name, env] of Object.entries({
    'no address': { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' },
    'a password in the address': { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:t0ps3cret@collector:4318' },
    'headers that are no list': {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
      OTEL_EXPORTER_OTLP_HEADERS: 't0ps3cret',
    },
  }))
    it(`refuse ${name}, and tell none of it that is secret`, () =>
      throws(
        () => otlpSettings(env),
        (error: Error) => /^OTEL_/.test(error.message) && !error.message.includes('t0ps3cret'),
      ))
})
