import { equal } from 'node:assert/strict'
import { isOtherVersion, RELEASE, VERSION_TEXT } from '../../api/v1/version-text.ts'

describe('the versions of two programs', () => {
  for (const [one, other, isOther] of [
    ['1.2.3', '1.2.3', false],
    ['1.2.3', '1.2.4', true],
    ['1.2.3+30f3c696', '1.2.3+30f3c696', false],
    ['1.2.3+30f3c696', '1.2.3+30f3c696.dirty', true],
    ['1.2.3+30f3c696', '1.2.3+9acbb30d', true],
    ['1.2.3+30f3c696', '1.2.3', false],
    ['1.2.3', '1.2.4+30f3c696', true],
  ] as const)
    it(`${one} and ${other} are ${isOther ? 'different' : 'the same'}`, () => {
      equal(isOtherVersion(one, other), isOther)
      equal(isOtherVersion(other, one), isOther)
    })

  it('have no commit where nothing was built', () => equal(VERSION_TEXT, RELEASE))
})
