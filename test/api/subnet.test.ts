import { equal } from 'node:assert/strict'
import { doOverlap } from '../../api/v1/subnet.ts'

describe('two subnets', () => {
  for (const [one, other, wanted] of [
    ['10.1.0.0/24', '10.1.0.0/24', true],
    ['10.0.0.0/8', '10.1.0.0/24', true],
    ['10.1.0.200/24', '10.1.0.0/28', true],
    ['10.1.0.0/24', '10.1.1.0/24', false],
    ['fd00::/32', 'fd00:0:1::/48', true],
    ['fd00::/48', '10.1.0.0/24', false],
    ['nonsense', '10.1.0.0/24', false],
  ] as const)
    it(`${one} and ${other} ${wanted ? 'overlap' : 'have no address in common'}`, () => {
      equal(doOverlap(one, other), wanted)
      equal(doOverlap(other, one), wanted)
    })
})
