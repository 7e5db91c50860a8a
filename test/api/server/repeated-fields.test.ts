import { deepEqual } from 'node:assert/strict'
import { repeatedFields } from '../../../api/server/repeated-fields.ts'
import { costsAtMost } from '../../support/processor-time.ts'

describe('repeatedFields', () => {
  for (const [text, fields] of [
    ['', []],
    ['"a"', []],
    ['{"a":"a","b":["a","a",{"a":1}],"c":{"a":1}}', []],
    ['{"a":1,"a":1,"a":2}', ['a']],
    [
      '{"spec":{"list":[{},{"name":"x","value":",\\"name\\":","name":"y"}],"list":[]}}',
      ['spec.list.1.name', 'spec.list'],
    ],
    ['{"a":1,"\\u0061":2}', ['a']],
    ['[{"a":{},"b":[[]],"a":null}]', ['0.a']],
  ] as const)
    it(`are ${fields.join(' and ') || 'none'} in ${text || 'nothing'}`, () => deepEqual(repeatedFields(text), fields))

  it('are found in time, and named in short, where they lie deep (S12)', async () => {
    const deep = 20_000
    const text = `${'{"a":'.repeat(deep)}{${'"x":1,'.repeat(20_000)}"x":1}${'}'.repeat(deep)}`
    await costsAtMost(3_000, () => deepEqual(repeatedFields(text), [`${'a.'.repeat(100)}…`]))
  })
})
