import { VERSION_DATE, RELEASE } from '../../../api/v1/version-text.ts'
import { besideWords, type CommandLine, type Term, type Verb } from './model.ts'

/** The text of man/reconcile-VERB.1. */
export function verbMan(verb: Verb): string {
  const { difference } = verb.beside
  return man(`reconcile-${verb.file}`, [
    ...section('NAME', [filled(`reconcile\\-${literal(verb.file)} \\- ${escaped(verb.description)}`)]),
    ...section('SYNOPSIS', [bold(verb.synopsis)]),
    ...section('ARGUMENTS', terms(verb.operands)),
    ...section('OPTIONS', terms(verb.options)),
    ...section(
      'EXAMPLES',
      verb.examples.flatMap(([line, meaning], index) => [
        // No paragraph break right after the heading.
        ...(index > 0 ? ['.PP'] : []),
        plain(`${meaning}:`),
        '.PP',
        '.EX',
        `    ${literal(line)}`,
        '.EE',
      ]),
    ),
    ...section('EXIT STATUS', verb.exit === undefined ? terms(verb.exitCodes) : [plain(verb.exit)]),
    ...section('BESIDE KUBECTL AND DOCKER COMPOSE', [inline(besideWords(verb.beside)), '.PP', inline(difference)]),
    ...section('SEE ALSO', [reference('reconcile')]),
  ])
}

/** The text of man/reconcile.1: the command as a whole, with its verbs, variables and files. */
export function rootMan(line: CommandLine): string {
  return man('reconcile', [
    ...section('NAME', ['reconcile \\- keeps plain Docker hosts equal to a directory of manifests']),
    ...section('SYNOPSIS', [bold(line.synopsis)]),
    ...section('DESCRIPTION', [plain(`${line.description} Each command has a page: man reconcile-apply.`)]),
    ...section('COMMANDS', terms(line.verbs.map(({ path, description }) => ({ term: path, meaning: description })))),
    ...section('OPTIONS', terms(line.options)),
    ...section('EXIT STATUS', terms(line.exitCodes)),
    ...section('ENVIRONMENT', terms(line.environment)),
    ...section('FILES', [inline('In `RECONCILE_HOME`:'), ...terms(line.files)]),
    ...section('SEE ALSO', seeAlso(line.verbs)),
  ])
}

function man(name: string, body: readonly string[]): string {
  const lines = [
    '.\\" Written by npm run generate from cli/ and docs/command-line.md; edit those.',
    `.TH ${name.toUpperCase().replaceAll('-', '\\-')} 1 ${VERSION_DATE} "reconcile ${RELEASE}" "User commands"`,
    ...body,
  ]
  return `${lines.join('\n')}\n`
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`.SH ${title}`, ...lines]
}

function terms(all: readonly Term[]): string[] {
  return all.flatMap(({ term, meaning }) => ['.TP', bold(term), inline(meaning === '' ? '\u2013' : meaning)])
}

function seeAlso(verbs: readonly Verb[]): string[] {
  return verbs.map(({ file }, index) => `${reference(`reconcile-${file}`)}${index < verbs.length - 1 ? ' ,' : ''}`)
}

function reference(name: string): string {
  return `.BR ${name.replaceAll('-', '\\-')} (1)`
}

function bold(markdown: string): string {
  return `\\fB${literal(markdown.replaceAll('`', ''))}\\fR`
}

/** Converts a line of Markdown: `code` becomes bold, and a link becomes its text. */
function inline(markdown: string): string {
  const words = markdown.replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1')
  return filled(
    words
      .split('`')
      .map((part, index) => (index % 2 === 1 ? bold(part) : escaped(part)))
      .join(''),
  )
}

function plain(text: string): string {
  return filled(escaped(text))
}

/** Text to be typed: its dashes become ASCII hyphens, so that it can be copied. */
function literal(text: string): string {
  return escaped(text).replaceAll('-', '\\-')
}

function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll("'", '\\(aq')
    .replaceAll('~', '\\(ti')
    .replaceAll('^', '\\(ha')
    .replaceAll(
      /[^\u0000-\u007f]/gu,
      (letter) => `\\[u${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    )
}

/** Wraps text into lines. One that begins with a dot is escaped, as it would be a request of roff. */
function filled(text: string): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last !== '' && last.length + word.length >= WIDTH) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines.map((line) => (line.startsWith('.') ? `\\&${line}` : line)).join('\n')
}

const WIDTH = 78
