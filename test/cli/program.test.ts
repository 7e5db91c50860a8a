import { deepEqual, ok } from 'node:assert/strict'
import { Command } from 'commander'
import type { Context } from '../../cli/context.ts'
import { groups, program } from '../../cli/program.ts'
import { realTerminal } from '../../cli/terminal.ts'

const context = { env: {}, terminal: realTerminal({}) } as unknown as Context
const verbsOf = (root: Command) => root.commands.map((command) => command.name())
const programFor = (...argv: readonly string[]) => verbsOf(program(context, () => {}, argv))

describe('the commands of a command line', () => {
  const all = programFor()

  for (const { verbs, add } of groups)
    it(`${verbs}: added together`, () => {
      const root = new Command()
      add(root, () => async () => {})
      const added = verbsOf(root).filter((verb) => verb !== '__complete')
      deepEqual([...added].sort(), verbs.split(' ').sort())
    })

  it('are few where it names a verb, behind options too', () => {
    for (const argv of [['apply'], ['--color', 'never', 'apply', 'get'], ['--color=never', 'apply']])
      deepEqual(programFor(...argv), ['apply', 'delete'])
  })

  it('are all where it names none, or one that is not there', () => {
    ok(all.includes('get') && all.includes('__complete'))
    for (const argv of [['--help'], ['help', 'get'], ['aply'], ['__complete', 'get', ''], ['-V']])
      deepEqual(programFor(...argv), all)
  })
})

describe('the options in help', () => {
  for (const columns of [40, 60, 80])
    it(`fit into ${columns} columns`, () => {
      const narrow = { ...context, terminal: { ...realTerminal({}), width: () => columns } }
      const completion = program(narrow, () => {}, ['completion']).commands.find((each) => each.name() === 'completion')
      const lines = completion?.helpInformation().split('\n') ?? []
      ok(lines.length > 5)
      deepEqual(
        lines.filter((line) => line.startsWith('  ') && line.length > columns),
        [],
      )
    })
})
