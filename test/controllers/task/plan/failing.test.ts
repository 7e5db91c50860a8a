import { equal } from 'node:assert/strict'
import type { ContainerView } from '../../../../controllers/task/view.ts'
import { checkFailure } from '../../../../controllers/task/plan/failing.ts'

const SET_UP = 'OCI runtime exec failed: exec failed: unable to start container process: exec: '

describe('what is said of a health check that fails', () => {
  for (const { exitCode = -1, output, wants } of [
    {
      output: `${SET_UP}"curl": executable file not found in $PATH: unknown`,
      wants: ': its image has no program "curl": name one that it has in the health check',
    },
    {
      output: `${SET_UP}"/bin/no": stat /bin/no: no such file or directory`,
      wants: ': its image has no program "/bin/no": name one that it has in the health check',
    },
    { exitCode: 127, output: '/bin/sh: curl: not found\n', wants: ': /bin/sh: curl: not found' },
    {
      exitCode: 1,
      output: 'exec: "x": executable file not found in $PATH',
      wants: ': exec: "x": executable file not found in $PATH',
    },
    { exitCode: 1, output: '\n', wants: ': exit code 1, without a word' },
  ])
    it(`${exitCode}, ${JSON.stringify(output)}`, () => {
      const view = { probe: { exitCode, output } } as ContainerView
      equal(checkFailure(view, 'failed'), `its health check failed${wants}`)
    })
})
