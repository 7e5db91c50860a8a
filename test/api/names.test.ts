import { deepEqual, equal, match, notEqual } from 'node:assert/strict'
import { revisionHash, stableHash, stableJson, taskName } from '../../api/v1/language/hash.ts'
import { isKind, kindNamed } from '../../api/v1/kinds.ts'
import { containerName, hostNameOf, keyOf, networkName, splitKey, temporaryContainerName } from '../../api/v1/names.ts'

const identity = { stack: 'shop', service: 'web', incarnation: 0, slot: 1, revision: 'abc', attempt: 0 }

describe('names', () => {
  it('are those of Compose', () => {
    equal(containerName('shop', 'web', 1), 'shop-web-1')
    equal(networkName('shop', 'default'), 'shop_default')
    equal(temporaryContainerName('shop-web-1', 'abc'), 'shop-web-1.abc')
  })

  for (const { it: sentence, spec, wants } of [
    { it: 'is STACK_NAME on the engine', spec: {}, wants: 'shop_data' },
    { it: 'is what hostName says', spec: { hostName: 'pg' }, wants: 'pg' },
    { it: 'is the bare name when external', spec: { external: true }, wants: 'data' },
  ])
    it(`of a volume ${sentence}`, () =>
      equal(hostNameOf({ metadata: { name: 'data', namespace: 'shop' }, spec }), wants))

  it('make keys that can be split again', () => {
    deepEqual(splitKey(keyOf({ metadata: { name: 'web', namespace: 'shop' } })), { namespace: 'shop', name: 'web' })
    deepEqual(splitKey(keyOf({ metadata: { name: 'local' } })), { name: 'local' })
  })

  it('of kinds are known in every form, and words of JavaScript are none', () => {
    for (const word of [
      'Service',
      'service',
      'services',
      'rsvc',
      'services.reconcile.dev',
      'Services.v1.Reconcile.dev',
    ])
      equal(kindNamed(word), 'Service')
    equal(isKind('constructor'), false)
    for (const word of ['toString', 'services.apps', 'services.v2.reconcile.dev', 'services.reconcile.dev.spec'])
      equal(kindNamed(word), undefined, word)
  })
})

describe('hashes', () => {
  it('do not depend on the order of keys, nor on undefined', () => {
    equal(stableJson({ b: 1, a: [{ d: 1, c: undefined }] }), '{"a":[{"d":1}],"b":1}')
    equal(stableHash({ a: 1, b: 2 }), stableHash({ b: 2, a: 1 }))
    notEqual(revisionHash({ image: 'a' }), revisionHash({ image: 'b' }))
  })

  it('name a task the same wherever it is decided, and differently for each part of its identity', () => {
    match(taskName(identity), /^web-1-[0-9a-f]{8}$/)
    equal(taskName(identity), taskName({ ...identity }))
    const others = [{ stack: 'x' }, { incarnation: 1 }, { revision: 'x' }, { attempt: 1 }]
    equal(new Set([identity, ...others.map((part) => ({ ...identity, ...part }))].map(taskName)).size, 5)
  })
})
