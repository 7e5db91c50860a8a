import assert from 'node:assert/strict'
import { credentialKey, fullName, parseImageReference, taggedName } from '../../api/v1/image-reference.ts'

const digest = `sha256:${'a'.repeat(64)}`

describe('an image reference', () => {
  const rows: readonly [string, string, string][] = [
    ['redis', 'redis:latest', 'https://index.docker.io/v1/'],
    ['redis:7', 'redis:7', 'https://index.docker.io/v1/'],
    ['library/redis', 'redis:latest', 'https://index.docker.io/v1/'],
    ['docker.io/library/redis:7', 'redis:7', 'https://index.docker.io/v1/'],
    ['index.docker.io/a/b', 'a/b:latest', 'https://index.docker.io/v1/'],
    ['a/b/c:x', 'a/b/c:x', 'https://index.docker.io/v1/'],
    ['localhost/a', 'localhost/a:latest', 'localhost'],
    ['127.0.0.1:5000/a/b:1', '127.0.0.1:5000/a/b:1', '127.0.0.1:5000'],
    ['ghcr.io/x/y', 'ghcr.io/x/y:latest', 'ghcr.io'],
    [`a@${digest}`, `a@${digest}`, 'https://index.docker.io/v1/'],
    [`a:1@${digest}`, `a:1@${digest}`, 'https://index.docker.io/v1/'],
  ]
  for (const [text, name, key] of rows) {
    it(`${text} is ${name}, of ${key}`, () => {
      const reference = parseImageReference(text)
      assert.ok(reference)
      assert.equal(taggedName(reference), name)
      assert.equal(fullName(text), name)
      assert.equal(credentialKey(reference), key)
    })
  }

  for (const text of ['', 'Redis', 'a b', 'a:', 'a@sha256:12', '/a', 'a//b', `a:${'x'.repeat(129)}`, '-a', 'a/']) {
    it(`${JSON.stringify(text)} is none`, () => {
      assert.equal(parseImageReference(text), undefined)
      assert.equal(fullName(text), text)
    })
  }
})
