import { equal } from 'node:assert/strict'
import { verbOf } from '../../../cli/arguments/verb.ts'
import type { Context } from '../../../cli/context.ts'
import { program } from '../../../cli/program.ts'
import { realTerminal } from '../../../cli/terminal.ts'

const root = program({ env: {}, terminal: realTerminal({}) } as unknown as Context, () => {})

describe('the verb of a command line', () => {
  for (const [line, verb] of [
    ['up -d', 'up'],
    ['logs -n shop up', 'logs'],
    ['kill apply', 'kill'],
    ['--color never up', 'up'],
    ['--color=never up', 'up'],
    ['--server ssh://up ps', 'ps'],
    ['rollout restart web', 'rollout'],
    ['- up', undefined],
    ['nothing up', undefined],
    ['--version', undefined],
    ['', undefined],
  ] as const)
    it(`${line} is of ${verb ?? 'none'}`, () => equal(verbOf(root, line.split(' ')).verb?.name(), verb))
})
