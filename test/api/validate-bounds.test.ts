import { deepEqual, equal, ok } from 'node:assert/strict'
import fc from 'fast-check'
import { kindNames } from '../../api/v1/kinds.ts'
import { validateObject } from '../../api/v1/validation/validate.ts'

const metadata = { name: 'web', namespace: 'shop' }

describe('validateObject on hostile input (S12)', () => {
  it('never throws and always says something of JSON that is no manifest', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (raw) => {
        ok(validateObject(raw).length > 0)
      }),
    )
  })

  it('never throws where any JSON stands for spec, metadata and status', () => {
    const raw = fc.record(
      {
        apiVersion: fc.constant('reconcile.dev/v1'),
        kind: fc.constantFrom(...kindNames, '__proto__', 'constructor'),
        metadata: fc.oneof(fc.constant(metadata), fc.jsonValue()),
        spec: fc.oneof(fc.record({ template: fc.jsonValue(), ports: fc.jsonValue() }), fc.jsonValue()),
        status: fc.jsonValue(),
      },
      { requiredKeys: ['apiVersion', 'kind'] },
    )
    fc.assert(fc.property(raw, (object) => Array.isArray(validateObject(object))))
  })

  it('refuses deep nesting', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`) as unknown
    const raw = { apiVersion: 'reconcile.dev/v1', kind: 'Service', metadata, spec: deep }
    deepEqual(validateObject(raw), [{ path: [], message: 'must not be nested deeper than 64 levels' }])
  })

  it('refuses a million values', () => {
    const raw = {
      apiVersion: 'reconcile.dev/v1',
      kind: 'Service',
      metadata,
      spec: { template: { args: Array(1e6).fill(1) } },
    }
    deepEqual(validateObject(raw), [{ path: [], message: 'must not have more than 100000 values' }])
  })

  it('says at most 50 things', () => {
    const args = Array(10_000).fill(1)
    const raw = { apiVersion: 'reconcile.dev/v1', kind: 'Service', metadata, spec: { template: { image: 'a', args } } }
    equal(validateObject(raw).length, 50)
  })

  it('takes __proto__ as an unknown field', () => {
    const spec = JSON.parse('{"template":{"image":"a","__proto__":{"x":1}}}') as unknown
    const [error] = validateObject({ apiVersion: 'reconcile.dev/v1', kind: 'Service', metadata, spec })
    deepEqual(error?.path, ['spec', 'template', '__proto__'])
  })
})
