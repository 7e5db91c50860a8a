import { deepEqual, equal, match } from 'node:assert/strict'
import { type Serving, startServing } from './serving.ts'

const CONFIGS = '/apis/reconcile.dev/v1/namespaces/shop/configs'
const PAGE = `${CONFIGS}/page`
const SCALE = '/apis/reconcile.dev/v1/namespaces/shop/services/web/scale'

describe('what a request says of how it is meant', function () {
  this.timeout(60_000)
  let serving: Serving
  beforeEach(async () => {
    serving = await startServing()
    await serving.ask({ method: 'POST', path: CONFIGS, body: object('Config', 'page', { content: 'hi' }) })
    const service = object('Service', 'web', { replicas: 2, template: { image: 'nginx' } })
    await serving.ask({ method: 'POST', path: CONFIGS.replace('configs', 'services'), body: service })
  })
  afterEach(() => serving.end())

  const version = () => serving.core.store.resourceVersion

  for (const said of ['watch=True', 'watch=1', 'watch'])
    it(`is a watch where it says ${said}, as clients of Kubernetes do`, async () => {
      const query = `${said}&timeoutSeconds=1&allowWatchBookmarks=True&sendInitialEvents=True`
      const { text } = await serving.ask({ path: `${CONFIGS}?${query}&resourceVersionMatch=NotOlderThan` })
      const events = text.split('\n').filter(Boolean)
      const types = events.map((line) => (JSON.parse(line) as { readonly type: string }).type)
      deepEqual(types.slice(0, 2), ['ADDED', 'BOOKMARK'])
      match(events[1] ?? '', /initial-events-end/)
    })

  it('is no watch where it says watch=False', async () => {
    const { json } = await serving.ask({ path: `${CONFIGS}?watch=False` })
    equal(json['kind'], 'ConfigList')
  })

  it('lists at the version that is asked for, or says 410: it is never another one', async () => {
    const codeOf = async (query: string) => (await serving.ask({ path: `${CONFIGS}?${query}` })).code
    const [now, older, newer] = [version(), version() - 1, version() + 1_000_000]
    for (const [query, code] of [
      [`resourceVersion=${now}&resourceVersionMatch=Exact`, 200],
      [`resourceVersion=${older}&resourceVersionMatch=Exact`, 410],
      [`resourceVersion=${older}&resourceVersionMatch=NotOlderThan`, 200],
      [`resourceVersion=${newer}&resourceVersionMatch=NotOlderThan`, 410],
      [`resourceVersion=${newer}`, 410],
      ['resourceVersion=0', 200],
      ['resourceVersion=0&resourceVersionMatch=Exact', 400],
      ['resourceVersion=0&resourceVersionMatch=NotOlderThan', 200],
      ['resourceVersionMatch=NotOlderThan', 400],
      ['resourceVersion=abc', 400],
      [`resourceVersion=${now}&resourceVersionMatch=About`, 400],
      ['labelSelector=a%20b', 400],
    ] as const)
      equal(await codeOf(query), code, query)
  })

  it('is refused in no time where its field selector is blank for long', async () => {
    const blank = '+'.repeat(8_000)
    const { code } = await serving.ask({ path: `${CONFIGS}?fieldSelector=metadata.name=${blank}x%0Ax${blank}` })
    equal(code, 200)
  }).timeout(5_000)

  for (const { sentence, path = PAGE, body, code } of [
    { sentence: 'a version that is a number', body: { preconditions: { resourceVersion: 5 } }, code: 400 },
    { sentence: 'a uid that is a list', body: { preconditions: { uid: ['x'] } }, code: 400 },
    { sentence: 'conditions that are none', body: { preconditions: [] }, code: 400 },
    { sentence: 'another version', body: { preconditions: { resourceVersion: '999' } }, code: 409 },
    { sentence: 'orphans', path: `${PAGE}?orphanDependents=true`, body: {}, code: 400 },
  ])
    it(`deletes nothing on ${sentence}`, async () => {
      equal((await serving.ask({ method: 'DELETE', path, body })).code, code)
      equal((await serving.ask({ path: PAGE })).code, 200)
    })

  it('deletes without conditions where they are null', async () => {
    const body = { preconditions: { uid: null, resourceVersion: null } }
    equal((await serving.ask({ method: 'DELETE', path: PAGE, body })).code, 200)
  })

  for (const { validation, code, warning } of [
    { validation: '', code: 400, warning: undefined },
    { validation: 'Strict', code: 400, warning: undefined },
    { validation: 'Warn', code: 200, warning: '299 - "duplicate field \\"spec.content\\""' },
    { validation: 'Ignore', code: 200, warning: undefined },
  ])
    it(`tells of a field that is there twice with fieldValidation=${validation}`, async () => {
      const path = `${PAGE}?dryRun=All&fieldValidation=${validation}`
      const body = '{"spec":{"content":"one","content":"two"}}'
      const answer = await serving.ask({ method: 'PATCH', path, type: 'application/merge-patch+json', body })
      deepEqual([answer.code, answer.headers['warning']], [code, warning])
    })

  it('takes null for no condition, as clients send what is unset', async () => {
    const metadata = { name: 'page', resourceVersion: null, uid: null }
    const body = { ...object('Config', 'page', { content: 'ho' }), metadata }
    equal((await serving.ask({ method: 'PUT', path: PAGE, body })).code, 200)
  })

  it('scales on no condition that is none', async () => {
    const body = { metadata: { resourceVersion: 1 }, spec: { replicas: 5 } }
    equal((await serving.ask({ method: 'PUT', path: SCALE, body })).code, 400)
    equal(serving.core.store.get('Service', 'shop/web')?.spec.replicas, 2)
  })
})

function object(kind: string, name: string, spec: object): object {
  return { apiVersion: 'reconcile.dev/v1', kind, metadata: { name }, spec }
}
