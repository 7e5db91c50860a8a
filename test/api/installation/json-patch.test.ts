import { deepEqual, throws } from 'node:assert/strict'
import { jsonPatch, PatchError } from '../../../api/v1/installation/json-patch.ts'
import { mergePatch } from '../../../api/v1/installation/merge-patch.ts'

describe('a JSON patch', () => {
  const target = Object.freeze({ a: Object.freeze([1, 2]), b: { c: 'secret' } })

  it('is done whole, and leaves its target as it was', () => {
    const patch = [
      { op: 'test', path: '/a/0', value: 1 },
      { op: 'add', path: '/a/-', value: 3, from: 7 },
      { op: 'move', from: '/b/c', path: '/d' },
      { op: 'replace', path: '/d', value: null },
    ]
    deepEqual(jsonPatch(target, patch), { a: [1, 2, 3], b: {}, d: null })
    deepEqual(jsonPatch(target, [{ op: 'replace', path: '', value: 1 }]), 1)
    deepEqual(target, { a: [1, 2], b: { c: 'secret' } })
  })

  it('reads what is escaped in a pointer', () => {
    const labels = { 'a/b': '1', 'c~d': '2' }
    const patch = [
      { op: 'remove', path: '/labels/a~1b' },
      { op: 'replace', path: '/labels/c~0d', value: '3' },
      { op: 'add', path: '/labels/', value: '4' },
    ]
    deepEqual(jsonPatch({ labels }, patch), { labels: { 'c~d': '3', '': '4' } })
  })

  it('compares long lists at once', () => {
    const list = (name: string) => Array.from({ length: 3_000 }, (_, index) => ({ name: `${name}${index}` }))
    deepEqual(jsonPatch(list('a'), [{ op: 'test', path: '', value: list('a') }]), list('a'))
    throws(() => jsonPatch(list('a'), [{ op: 'test', path: '', value: list('b') }]), PatchError)
  }).timeout(5_000)

  for (const { sentence, patch } of [
    { sentence: 'no list', patch: {} },
    { sentence: 'no operation', patch: [null] },
    { sentence: 'another word', patch: [{ op: 'x', path: '/a' }] },
    { sentence: 'no path', patch: [{ op: 'remove' }] },
    { sentence: 'a path that is no pointer', patch: [{ op: 'remove', path: 'a' }] },
    { sentence: 'nothing to take', patch: [{ op: 'copy', path: '/a', from: null }] },
    { sentence: 'a test that fails', patch: [{ op: 'test', path: '/b/c', value: 'guess' }] },
    { sentence: 'a field that is not there', patch: [{ op: 'remove', path: '/x/y' }] },
    { sentence: 'a test without a value', patch: [{ op: 'test', path: '/x' }] },
    { sentence: 'a value that is not there', patch: [{ op: 'replace', path: '/d' }] },
    { sentence: 'what only JavaScript knows of a list', patch: [{ op: 'remove', path: '/a/length' }] },
    { sentence: 'what only JavaScript knows of a map', patch: [{ op: 'remove', path: '/b/toString' }] },
    { sentence: 'another than the end of a list', patch: [{ op: 'replace', path: '/a/-', value: 3 }] },
    { sentence: 'an index that is none', patch: [{ op: 'replace', path: '/a/01', value: 3 }] },
    { sentence: 'a name in a list', patch: [{ op: 'copy', from: '/b', path: '/a/x' }] },
    { sentence: 'a place far behind the end of a list', patch: [{ op: 'move', from: '/b', path: '/a/9' }] },
    { sentence: 'a move into itself', patch: [{ op: 'move', from: '/a/0', path: '/a/0/x' }] },
    { sentence: 'an escape that is none', patch: [{ op: 'add', path: '/b/~2', value: 1 }] },
    { sentence: 'a way out of the object', patch: [{ op: 'add', path: '/__proto__/x', value: 1 }] },
    {
      sentence: 'too many operations',
      patch: Array.from({ length: 1_001 }, () => ({ op: 'test', path: '', value: 1 })),
    },
    { sentence: 'copies of copies', patch: Array.from({ length: 60 }, () => ({ op: 'copy', from: '', path: '/a/-' })) },
  ])
    it(`is refused for ${sentence}, and shows no value`, () => {
      throws(
        () => jsonPatch(target, patch),
        (error) => error instanceof PatchError && !error.message.includes('secret'),
      )
    })
})

describe('a merge patch', () => {
  for (const { target, patch, result } of [
    { target: { a: 'b' }, patch: { a: 'c' }, result: { a: 'c' } },
    { target: { a: 'b', b: 1 }, patch: { a: null }, result: { b: 1 } },
    { target: { a: ['b'] }, patch: { a: 'c' }, result: { a: 'c' } },
    { target: { a: { b: 'c' } }, patch: { a: { b: 'd', c: null } }, result: { a: { b: 'd' } } },
    { target: { a: [1] }, patch: { a: { b: null, c: 1 } }, result: { a: { c: 1 } } },
    { target: { a: 1 }, patch: ['c'], result: ['c'] },
    { target: 1, patch: { a: { b: null } }, result: { a: {} } },
  ])
    it(`makes ${JSON.stringify(result)} of ${JSON.stringify(target)} by ${JSON.stringify(patch)} (RFC 7396)`, () =>
      deepEqual(mergePatch(target, patch), result))

  it('takes __proto__ for a key like any other', () => {
    const merged = mergePatch({}, JSON.parse('{"__proto__":{"a":1}}'))
    deepEqual(Object.keys(merged as object), ['__proto__'])
    deepEqual((merged as { a?: unknown }).a, undefined)
  })
})
