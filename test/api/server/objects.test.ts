import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Ask, type Serving, startServing } from './serving.ts'

const API = '/apis/reconcile.dev/v1'
const SHOP = `${API}/namespaces/shop`
const WEB = `${SHOP}/services/web`
const MERGE = 'application/merge-patch+json'

describe('objects over the API', function () {
  this.timeout(60_000)
  let serving: Serving
  before(async () => {
    serving = await startServing()
    equal((await serving.ask({ method: 'POST', path: `${SHOP}/services`, body: web() })).code, 201)
    equal(
      (await serving.ask({ method: 'POST', path: `${SHOP}/services`, body: web('every', { mode: 'Global' }) })).code,
      201,
    )
  })
  after(() => serving.end())

  for (const { sentence, code, reason, words, ...how } of [
    {
      sentence: 'a second of the name',
      method: 'POST',
      path: `${SHOP}/services`,
      body: web(),
      code: 409,
      reason: 'AlreadyExists',
    },
    {
      sentence: 'a new version of an old one',
      method: 'PUT',
      path: WEB,
      body: web('web', {}, { resourceVersion: '4000000' }),
      code: 409,
      reason: 'Conflict',
    },
    {
      sentence: 'what breaks a rule',
      method: 'PATCH',
      path: WEB,
      type: MERGE,
      body: { spec: { replicas: -1 } },
      code: 422,
      reason: 'Invalid',
    },
    {
      sentence: 'an unknown field',
      method: 'PUT',
      path: `${WEB}?fieldValidation=Strict`,
      body: web('web', { replica: 2 }),
      code: 400,
      reason: 'BadRequest',
      words: /strict decoding error: unknown field "spec\.replica"/,
    },
    {
      sentence: 'a change of what is not there',
      method: 'PATCH',
      path: `${SHOP}/services/no`,
      type: MERGE,
      body: {},
      code: 404,
      reason: 'NotFound',
    },
    {
      sentence: 'a deletion of what is not there',
      method: 'DELETE',
      path: `${SHOP}/services/no`,
      code: 404,
      reason: 'NotFound',
    },
    {
      sentence: 'a stack for a kind that has none',
      method: 'GET',
      path: `${SHOP}/nodes`,
      code: 404,
      reason: 'NotFound',
    },
    {
      sentence: 'an object without its stack',
      method: 'GET',
      path: `${API}/services/web`,
      code: 400,
      reason: 'BadRequest',
    },
    {
      sentence: 'a write without its stack',
      method: 'POST',
      path: `${API}/services`,
      body: web(),
      code: 400,
      reason: 'BadRequest',
    },
    {
      sentence: 'a write of a status',
      method: 'PUT',
      path: `${WEB}/status`,
      body: web(),
      code: 405,
      reason: 'MethodNotAllowed',
      words: /controllers observe it/,
    },
    {
      sentence: 'a write of a Task',
      method: 'POST',
      path: `${SHOP}/tasks`,
      body: {},
      code: 405,
      reason: 'MethodNotAllowed',
      words: /made by reconcile.*change the Service/,
    },
    {
      sentence: 'a deletion of a collection',
      method: 'DELETE',
      path: `${SHOP}/services`,
      code: 405,
      reason: 'MethodNotAllowed',
    },
    {
      sentence: 'a strategic merge patch',
      method: 'PATCH',
      path: WEB,
      type: 'application/strategic-merge-patch+json',
      body: {},
      code: 415,
      reason: 'UnsupportedMediaType',
      words: /application\/merge-patch\+json or application\/json-patch\+json/,
    },
    {
      sentence: 'protobuf',
      method: 'POST',
      path: `${SHOP}/services`,
      type: 'application/vnd.kubernetes.protobuf',
      body: '\0k8s',
      code: 415,
      reason: 'UnsupportedMediaType',
    },
    {
      sentence: 'a JSON patch that is an object',
      method: 'PATCH',
      path: WEB,
      type: 'application/json-patch+json',
      body: { spec: {} },
      code: 400,
      reason: 'BadRequest',
      words: /application\/merge-patch\+json/,
    },
    {
      sentence: 'a JSON patch whose test fails',
      method: 'PATCH',
      path: WEB,
      type: 'application/json-patch+json',
      body: [{ op: 'test', path: '/spec/replicas', value: 7 }],
      code: 422,
      reason: 'Invalid',
    },
    {
      sentence: 'a merge patch that is a list',
      method: 'PATCH',
      path: WEB,
      type: MERGE,
      body: [],
      code: 400,
      reason: 'BadRequest',
    },
    {
      sentence: 'a body that is no JSON',
      method: 'POST',
      path: `${SHOP}/services`,
      body: '{"a":',
      code: 400,
      reason: 'BadRequest',
      words: /not JSON/,
    },
    { sentence: 'no body', method: 'POST', path: `${SHOP}/services`, code: 422, reason: 'Invalid' },
    {
      sentence: 'a body of over 3 MB',
      method: 'POST',
      path: `${SHOP}/services`,
      body: `"${'x'.repeat(3_000_001)}"`,
      code: 413,
      reason: 'RequestEntityTooLarge',
    },
    {
      sentence: 'an object of over 1 MB',
      method: 'POST',
      path: `${SHOP}/configs`,
      body: config('x'.repeat(1_000_001)),
      code: 413,
      reason: 'RequestEntityTooLarge',
    },
    {
      sentence: 'a dry run that is none',
      method: 'DELETE',
      path: `${WEB}?dryRun=Some`,
      code: 400,
      reason: 'BadRequest',
    },
    {
      sentence: 'another propagation',
      method: 'DELETE',
      path: WEB,
      body: { propagationPolicy: 'Orphan' },
      code: 400,
      reason: 'BadRequest',
    },
    {
      sentence: 'a precondition that fails',
      method: 'DELETE',
      path: WEB,
      body: { preconditions: { uid: 'x' } },
      code: 409,
      reason: 'Conflict',
    },
    {
      sentence: 'a field selector of other fields',
      path: `${SHOP}/services?fieldSelector=spec.replicas=1`,
      code: 400,
      reason: 'BadRequest',
    },
    {
      sentence: 'a label selector that is none',
      path: `${SHOP}/services?labelSelector=a,=b`,
      code: 400,
      reason: 'BadRequest',
    },
    { sentence: 'a second page', path: `${SHOP}/services?limit=1&continue=x`, code: 410, reason: 'Expired' },
    {
      sentence: 'the scale of a service of every node',
      path: `${SHOP}/services/every/scale`,
      code: 404,
      reason: 'NotFound',
    },
    { sentence: 'the scale of another kind', path: `${SHOP}/volumes/d/scale`, code: 404, reason: 'NotFound' },
    {
      sentence: 'a negative scale',
      method: 'PUT',
      path: `${WEB}/scale`,
      body: { spec: { replicas: -1 } },
      code: 422,
      reason: 'Invalid',
    },
    {
      sentence: 'the scale of another service',
      method: 'PUT',
      path: `${WEB}/scale`,
      body: { metadata: { name: 'db' }, spec: { replicas: 4 } },
      code: 400,
      reason: 'BadRequest',
    },
    {
      sentence: 'a stale scale',
      method: 'PUT',
      path: `${WEB}/scale`,
      body: { metadata: { resourceVersion: '4000000' }, spec: { replicas: 4 } },
      code: 409,
      reason: 'Conflict',
    },
    {
      sentence: 'a deletion of a scale',
      method: 'DELETE',
      path: `${WEB}/scale`,
      code: 405,
      reason: 'MethodNotAllowed',
    },
  ] as readonly (Ask & { sentence: string; code: number; reason: string; words?: RegExp })[])
    it(`refuses ${sentence} with ${code} ${reason}, as a Status`, async () => {
      const { json, ...answer } = await serving.ask(how)
      equal(answer.code, code, answer.text)
      deepEqual([json['kind'], json['apiVersion'], json['status']], ['Status', 'v1', 'Failure'])
      deepEqual([json['reason'], json['code']], [reason, code])
      if (words) match(json['message'] ?? '', words)
      // Of a 422 kubectl prints nothing but the causes.
      if (code === 422) match(JSON.stringify(json['details']?.['causes']), /"field":"[^"]/)
      if (code === 405) ok(answer.headers['allow'] !== undefined || /made by/.test(json['message'] ?? ''))
    })

  it('names the object and each wrong field in the details of a Status', async () => {
    const { json } = await serving.ask({ method: 'PATCH', path: WEB, type: MERGE, body: { spec: { replicas: -1 } } })
    const { name, group, kind, causes } = json['details'] as unknown as Record<string, unknown>
    deepEqual([name, group, kind], ['web', 'reconcile.dev', 'Service'])
    deepEqual(causes, [{ reason: 'FieldValueInvalid', message: 'must be at least 0 (is -1)', field: 'spec.replicas' }])
  })

  it('names what is posted in the details of a Status, as a kind where it is Invalid: kubectl says which that is', async () => {
    const post = async (body: unknown) => {
      const { json } = await serving.ask({ method: 'POST', path: `${SHOP}/services`, body })
      return [json['reason'], json['details']?.['kind'], json['details']?.['name']]
    }
    deepEqual(await post(web('other', { replicas: -1 })), ['Invalid', 'Service', 'other'])
    deepEqual(await post(web()), ['AlreadyExists', 'services', 'web'])
    deepEqual(await post({ metadata: null }), ['Invalid', 'Service', undefined])
  })

  it('warns of what it leaves out', async () => {
    const body = web('web', { replica: 2 })
    const { code, headers } = await serving.ask({ method: 'PUT', path: `${WEB}?fieldValidation=Warn&dryRun=All`, body })
    equal(code, 200)
    equal(headers['warning'], '299 - "unknown field \\"spec.replica\\" was left out"')
  })

  it('scales as autoscaling/v1 has it', async () => {
    const scale = async (how: Omit<Ask, 'path'>) => {
      const { code, json, text } = await serving.ask({ ...how, path: `${WEB}/scale` })
      equal(code, 200, text)
      deepEqual([json['kind'], json['apiVersion']], ['Scale', 'autoscaling/v1'])
      return json['spec']?.['replicas']
    }
    equal(await scale({}), 2)
    equal(await scale({ method: 'PATCH', type: MERGE, body: { spec: { replicas: 4 } } }), 4)
    equal(await scale({ method: 'PUT', body: { spec: { replicas: 3 } } }), 3)
    equal(serving.core.store.get('Service', 'shop/web')?.spec.replicas, 3)
    const version = serving.core.store.resourceVersion
    equal(await scale({ method: 'PUT', body: { spec: { replicas: 3 } } }), 3)
    equal(serving.core.store.resourceVersion, version)
  })

  it('answers the status as it is observed', async () => {
    const { code, json } = await serving.ask({ path: `${WEB}/status` })
    deepEqual([code, json['kind']], [200, 'Service'])
  })

  it('lists by labels, names and stacks', async () => {
    const names = async (query: string) => {
      const { json } = await serving.ask({ path: `${API}/services?${query}` })
      return (json['items'] as unknown as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name)
    }
    deepEqual(await names(''), ['every', 'web'])
    deepEqual(await names('limit=1'), ['every', 'web'])
    deepEqual(await names('fieldSelector=metadata.name=web,metadata.namespace=shop'), ['web'])
    deepEqual(await names('fieldSelector=metadata.name!%3Dweb'), ['every'])
    deepEqual(await names('fieldSelector=metadata.namespace=other'), [])
    deepEqual(await names('labelSelector=none'), [])
  })

  it('deletes with a Status of what is gone, once, and nothing for a dry run', async () => {
    const path = `${SHOP}/configs`
    equal((await serving.ask({ method: 'POST', path, body: config('x') })).code, 201)
    ok(existsSync(join(serving.home, 'desired/shop/api-Config.shop.page.yaml')))
    for (const dry of ['?dryRun=All', '']) {
      const { code, json } = await serving.ask({
        ...{ method: 'DELETE', path: `${path}/page${dry}` },
        body: { propagationPolicy: 'Background' },
      })
      equal(code, 200)
      deepEqual([json['kind'], json['status'], json['details']?.['name']], ['Status', 'Success', 'page'])
    }
    equal((await serving.ask({ method: 'DELETE', path: `${path}/page` })).code, 404)
    equal(existsSync(join(serving.home, 'desired/shop/api-Config.shop.page.yaml')), false)
  })

  it('tells which kinds there are', async () => {
    const at = async (path: string) => (await serving.ask({ path })).json
    deepEqual((await at('/api'))['versions'] as unknown, ['v1'])
    equal((await at('/apis'))['kind'], 'APIGroupList')
    equal((await at('/apis/reconcile.dev'))['name'], 'reconcile.dev')
    const { resources, groupVersion } = (await at(API)) as unknown as { resources: Resource[]; groupVersion: string }
    equal(groupVersion, 'reconcile.dev/v1')
    const verbs = Object.fromEntries(resources.map((each) => [each.name, each.verbs.join(' ')]))
    equal(verbs['services'], 'create delete get list patch update watch')
    equal(verbs['services/scale'], 'get patch update')
    equal(verbs['tasks'], 'get list watch')
    // Each listed resource is served: a request for an unknown object fails for that object only.
    const core = (await at('/api/v1')) as unknown as { resources: Resource[] }
    for (const [base, rows] of [
      [API, resources],
      ['/api/v1', core.resources],
    ] as const)
      for (const { name, verbs: own, namespaced } of rows) {
        const [plural = '', part] = name.split('/')
        const all = `${base}${namespaced ? '/namespaces/nowhere' : ''}/${plural}`
        const path = own.includes('get') ? `${all}/nobody${part === undefined ? '' : `/${part}`}` : all
        const { code, json } = await serving.ask({ path })
        const isTalk = part === 'attach' || part === 'exec'
        equal(code, !own.includes('get') ? 200 : isTalk ? 400 : 404, path)
        const words = isTalk ? 'websocket' : '"nobody" not found'
        ok(code === 200 || String(json['message']).includes(words), `${path}: ${String(json['message'])}`)
      }
  })
})

interface Resource {
  readonly name: string
  readonly verbs: readonly string[]
  readonly namespaced: boolean
}

function web(name = 'web', spec: object = { replicas: 2 }, metadata: object = {}): object {
  const whole = { template: { image: 'nginx' }, ...spec }
  return { apiVersion: 'reconcile.dev/v1', kind: 'Service', metadata: { name, ...metadata }, spec: whole }
}

function config(content: string): object {
  return { apiVersion: 'reconcile.dev/v1', kind: 'Config', metadata: { name: 'page' }, spec: { content } }
}
