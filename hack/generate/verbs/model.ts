import type { Command } from 'commander'
import { pathOf, verbsOf } from '../../../cli/help/add-help.ts'
import type { VerbHelp } from '../../../cli/help/verb-help.ts'
import { exits } from '../../../api/v1/installation/installation-error.ts'
import { exitLine, exitMeanings } from '../../../cli/help/exit-meanings.ts'
import { verbs } from '../../../cli/help/verbs.ts'
import { program } from '../../../cli/program.ts'
import { realTerminal } from '../../../cli/terminal.ts'
import { tableUnder } from './markdown-table.ts'

/** A word of the command line, such as an option, and its meaning. */
export interface Term {
  readonly term: string
  readonly meaning: string
}

/** One verb, with what its reference page and man page say. */
export interface Verb extends VerbHelp {
  /** The words of the verb, such as `rollout status`. */
  readonly path: string
  /** The name of its pages, such as `rollout-status`. */
  readonly file: string
  readonly synopsis: string
  readonly description: string
  readonly operands: readonly Term[]
  readonly options: readonly Term[]
  readonly exitCodes: readonly Term[]
  /** Markdown. */
  readonly beside: { readonly kubectl: string; readonly compose: string; readonly difference: string }
}

/** The data that all pages are made from. */
export interface CommandLine {
  readonly description: string
  readonly synopsis: string
  readonly options: readonly Term[]
  readonly verbs: readonly Verb[]
  readonly exitCodes: readonly Term[]
  /** Markdown, from docs/command-line.md. */
  readonly environment: readonly Term[]
  readonly files: readonly Term[]
}

/** Reads the command line from the program, and its counterparts from docs/command-line.md. Throws where a verb lacks an example or row. */
export function readCommandLine(page: string): CommandLine {
  const root = commandTree()
  const rows = tableUnder(page, 'Beside kubectl and docker compose')
  const beside = new Map(rows.map(([link = '', ...cells]) => [/^\[(.+?)\]/.exec(link)?.[1] ?? link, cells]))
  const known = verbsOf(root).map((command) => verbOf(command, beside.get(pathOf(command))))
  const gone = [...beside.keys()].find((path) => !known.some((verb) => verb.path === path))
  if (gone !== undefined) throw new Error(`docs/command-line.md: there is no verb ${gone}`)
  return {
    ...{ description: root.description(), synopsis: root.createHelp().commandUsage(root) },
    ...{ options: optionsOf(root), verbs: known, exitCodes: codes(Object.keys(exitMeanings).map(Number)) },
    environment: termsUnder(page, 'Environment'),
    files: termsUnder(page, 'Where things are'),
  }
}

/** The program with all its commands, for inspection only. */
export function commandTree(): Command {
  const signal = new AbortController().signal
  const place = { cwd: '/', home: '/', packageDirectory: () => '/' }
  return program({ env: {}, terminal: realTerminal({}), now: Date.now, signal, ...place }, () => undefined)
}

function verbOf(command: Command, beside: readonly string[] | undefined): Verb {
  const path = pathOf(command)
  const help = verbs[path]
  if (!help || help.examples.length === 0) throw new Error(`cli/help/verbs.ts: ${path} has no example`)
  if (!beside) throw new Error(`docs/command-line.md: ${path} has no row beside kubectl and docker compose`)
  const [kubectl = '', compose = '', difference = ''] = beside
  const helper = command.createHelp()
  return {
    ...{ ...help, path, file: path.replaceAll(' ', '-') },
    ...{ synopsis: helper.commandUsage(command), description: helper.commandDescription(command) },
    operands: helper
      .visibleArguments(command)
      .map((each) => ({ term: helper.argumentTerm(each), meaning: helper.argumentDescription(each) })),
    options: optionsOf(command),
    exitCodes: codes(help.exits),
    beside: { kubectl, compose, difference },
  }
}

function optionsOf(command: Command): Term[] {
  const helper = command.createHelp()
  return helper
    .visibleOptions(command)
    .map((each) => ({ term: helper.optionTerm(each), meaning: helper.optionDescription(each) }))
}

/** The exit codes with meanings. For a verb without a deadline, which waits for no host, 0 means "done", not "converged". */
function codes(numbers: readonly number[]): Term[] {
  const meanings = numbers.includes(exits.deadline) ? exitMeanings : { ...exitMeanings, [exits.converged]: 'done' }
  return numbers.map((code) => ({ term: String(code), meaning: meanings[code] ?? exitLine([code]) }))
}

/** The counterparts of a verb in kubectl and docker compose, in Markdown. */
export function besideWords({ kubectl, compose }: Verb['beside']): string {
  return kubectl === '–' && compose === '–' ? 'Neither has one.' : `kubectl: ${kubectl}. docker compose: ${compose}.`
}

function termsUnder(page: string, heading: string): Term[] {
  return tableUnder(page, heading).map(([term = '', meaning = '']) => ({ term, meaning }))
}
