import { equal, match } from 'node:assert/strict'
import { beforeVerb, counterparts } from '../../../cli/arguments/compose-instead.ts'
import { refuseComposeOnly } from '../../../cli/arguments/compose-only.ts'
import type { Context } from '../../../cli/context.ts'
import { program } from '../../../cli/program.ts'
import { realTerminal } from '../../../cli/terminal.ts'
import { composeOptions } from './compose-options.ts'

const root = program({ env: {}, terminal: realTerminal({}) } as unknown as Context, () => {})

/** What is said of a command line, if it is refused. */
function refusalOf(...argv: readonly string[]): string | undefined {
  try {
    refuseComposeOnly(root, argv)
  } catch (error) {
    const { message, remedy } = error as Error & { remedy?: string }
    return `${message}: ${remedy}`
  }
  return undefined
}

describe('every verb and option of docker compose 2.40', () => {
  for (const [name, options] of Object.entries(composeOptions)) {
    const verb = root.commands.find((command) => command.name() === name)
    if (!verb) {
      it(`${name} is refused with its counterpart`, () => match(refusalOf(name) ?? '', /as in docker compose: ./))
      continue
    }
    const known = new Set([...verb.options, ...root.options].flatMap(({ short, long }) => [short, long]))
    for (const option of options.split(' ').filter((each) => !known.has(each)))
      it(`${name} ${option} is refused with its counterpart`, () =>
        match(refusalOf(name, option) ?? '', /, unlike docker compose: ./))
  }

  it('is refused in a word of several, and before the verb', () => {
    match(refusalOf('stop', '-st') ?? '', /stop has no -t,/)
    match(refusalOf('--ansi', 'never', 'ps') ?? '', /reconcile has no --ansi.*--color never/)
    match(refusalOf('--progress=plain', 'up') ?? '', /reconcile has no --progress,/)
  })

  it('is none of a command that is run, and none that nobody has', () => {
    equal(refusalOf('run', 'web', 'up', '--cap-add', 'x', '--dry-run'), undefined)
    equal(refusalOf('exec', 'web', 'x', '--dry-run'), undefined)
    equal(refusalOf('get', 'services', '-o', 'name'), undefined)
    equal(refusalOf('constructor'), undefined)
  })

  it('names no counterpart of what there is, or of what docker compose has not', () => {
    const globals = Object.keys(beforeVerb).filter((option) => root.options.some(({ long }) => long === option))
    const needless = Object.entries(counterparts).flatMap(([name, remedies]) => {
      const verb = root.commands.find((command) => command.name() === name)
      return Object.keys(remedies).flatMap((option) =>
        option !== '' && verb?.options.some(({ short, long }) => [short, long].includes(option))
          ? [`${name} ${option}`]
          : [],
      )
    })
    equal([...globals, ...needless].join(', '), '')
  })
})
