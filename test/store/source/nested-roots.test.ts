import { doesNotThrow, throws } from 'node:assert/strict'
import { exits } from '../../../api/v1/installation/installation-error.ts'
import { refuseNested } from '../../../store/source/nested-roots.ts'

describe('watched directories', () => {
  for (const { it: sentence, roots, message } of [
    { it: 'may stand side by side', roots: ['/srv', '/srv2', '/home/srv'] },
    { it: 'may be one, said twice', roots: ['/srv', '/srv'] },
    {
      it: 'are not inside of one before',
      roots: ['/srv', '/srv/sub'],
      message: /watch \/srv\/sub: .* inside of \/srv,/,
    },
    {
      it: 'are not inside of one behind',
      roots: ['/srv/sub', '/srv'],
      message: /watch \/srv\/sub: .* inside of \/srv,/,
    },
    { it: 'are not inside of the root of all', roots: ['/', '/srv'], message: /watch \/srv: .* inside of \/,/ },
  ])
    it(sentence, () => {
      if (message) throws(() => refuseNested(roots), { exit: exits.usage, message, remedy: /--unwatch/ })
      else doesNotThrow(() => refuseNested(roots))
    })
})
