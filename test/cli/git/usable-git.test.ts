import { equal } from 'node:assert/strict'
import { tooOld } from '../../../cli/git/usable-git.ts'

describe('the version of git', () => {
  for (const { printed, is } of [
    { printed: 'git version 2.11.0\n', is: '2.11.0' },
    { printed: 'git version 2.17.1\n', is: '2.17.1' },
    { printed: 'git version 1.99\n', is: '1.99' },
    { printed: 'git version 2.18.0\n', is: undefined },
    { printed: 'git version 2.39.5 (Apple Git-154)\n', is: undefined },
    { printed: 'git version 2.47.1.windows.1\n', is: undefined },
    { printed: 'git version 3.0.0-rc1\n', is: undefined },
    { printed: 'git of somebody\n', is: undefined },
  ])
    it(`${printed.trim()} is ${is === undefined ? 'taken' : 'too old'}`, () => equal(tooOld(printed), is))
})
