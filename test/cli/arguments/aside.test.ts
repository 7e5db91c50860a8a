import { deepEqual, throws } from 'node:assert/strict'
import { asideCommand } from '../../../cli/arguments/aside.ts'
import type { Context } from '../../../cli/context.ts'
import { program } from '../../../cli/program.ts'
import { realTerminal } from '../../../cli/terminal.ts'

const root = program({ env: {}, terminal: realTerminal({}) } as unknown as Context, () => {})

describe('the command that run and exec are given', () => {
  for (const [line, aside] of [
    ['run web ls -l', 'run web -- ls -l'],
    ['run --rm -e A=1 -itv a:/b --name=x web sh -c true', 'run --rm -e A=1 -itv a:/b --name=x web -- sh -c true'],
    ['run -eA=1 web env', 'run -eA=1 web -- env'],
    ['--color never run -n shop web ls', '--color never run -n shop web -- ls'],
    ['run --server ssh://h web ls -n', 'run --server ssh://h web -- ls -n'],
    ['exec -it web sh', 'exec -it web -- sh'],
    ['exec web -n shop -- ls', 'exec web -n shop -- ls'],
    // In the command it is a word of its own, as what begins the arguments of a shell's script.
    ['exec web grep -e x -- f', 'exec web -- grep -e x -- f'],
    ['exec -n shop web sh -c x -- y', 'exec -n shop web -- sh -c x -- y'],
    ['run --rm web psql -d db -- x', 'run --rm web -- psql -d db -- x'],
    ['run web -e A=1 -- sh -c x -- y', 'run web -e A=1 -- sh -c x -- y'],
    ['exec -- web ls -l', 'exec -- web ls -l'],
    ['run web', 'run web'],
    ['run', 'run'],
    ['get services -n shop', 'get services -n shop'],
    ['', ''],
  ])
    it(`${line} is ${aside}`, () => {
      const words = (text = '') => text.split(' ').filter((word) => word !== '')
      deepEqual(asideCommand(root, words(line)), words(aside))
    })

  it('is refused where it begins with an option of ours, with where that stands', () => {
    throws(
      () => asideCommand(root, ['exec', 'web', '-n', 'app', 'cat', 'F']),
      (error: Error & { exit?: number; remedy?: string }) =>
        error.exit === 2 &&
        error.message === "exec web -n: the command can't begin with -n" &&
        /^put the options of exec before the name, or -- before the command/.test(error.remedy ?? ''),
    )
    // An image's entrypoint takes options.
    deepEqual(asideCommand(root, ['run', 'web', '--help']), ['run', 'web', '--', '--help'])
  })
})
