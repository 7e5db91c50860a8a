import assert from 'node:assert/strict'
import { revisionHash } from '../../api/v1/language/hash.ts'
import { loadRight, serviceIn, webWith } from './load-text.ts'

const files = { '/srv/shop/ab.env': 'A=1\nB=2\n', '/srv/shop/ba.env': 'B=2\nA=1\n' }

/** A rollout replaces containers, so only a real change may cause one, as with docker compose. */
describe('the order of a map, which says nothing, makes no other template', () => {
  for (const [one, other] of [
    ['environment: {A: 1, B: 2}', 'environment: {B: 2, A: 1}'],
    ['environment: {A: 1, B: 2}', 'environment: [B=2, A=1]'],
    ['env_file: ab.env', 'env_file: ba.env'],
    ['env_file: ab.env', 'environment: {B: 2, A: 1}'],
    ['build: {args: {A: 1, B: 2}}', 'build: {args: [B=2, A=1]}'],
    ['post_start: [{command: x, environment: {A: 1, B: 2}}]', 'post_start: [{command: x, environment: {B: 2, A: 1}}]'],
    ['ulimits: {nofile: 1, nproc: 2}', 'ulimits: {nproc: 2, nofile: 1}'],
    ['extra_hosts: {a: 1.1.1.1, b: 2.2.2.2}', 'extra_hosts: {b: 2.2.2.2, a: 1.1.1.1}'],
    ['networks: {back: , front: }', 'networks: [front, back]'],
    ['labels: {a: 1, b: 2}', 'labels: [b=2, a=1]'],
  ] as const)
    it(`${one} and ${other}`, () => {
      const [first, second] = [one, other].map((lines) => {
        const loaded = loadRight(webWith(lines, 'networks: {front: , back: }\n'), { files })
        return revisionHash(serviceIn(loaded, 'web').spec.template)
      })
      assert.equal(first, second)
    })
})
