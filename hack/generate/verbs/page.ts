import { besideWords, type CommandLine, type Term, type Verb } from './model.ts'

const WRITTEN = '<!-- Written by npm run generate from cli/ and docs/command-line.md; edit those. -->'

/** The text of docs/reference/VERB.md: synopsis, examples, options, exit codes, and counterparts in kubectl and docker compose. */
export function verbPage(verb: Verb): string {
  const { difference } = verb.beside
  return parts([
    `# reconcile ${verb.path}`,
    WRITTEN,
    sentence(verb.description),
    code([verb.synopsis]),
    ...['## Examples', examples(verb.examples)],
    ...(verb.operands.length === 0 ? [] : ['## Arguments', table(verb.operands)]),
    ...['## Options', table(verb.options)],
    ...['## Exit codes', verb.exit === undefined ? codesText(verb.exitCodes) : `Exit: ${verb.exit}`],
    ...['## Beside kubectl and docker compose', besideWords(verb.beside), sentence(difference)],
  ])
}

/** The text of docs/reference/README.md: all verbs, with links to their pages. */
export function indexPage({ verbs, options, synopsis }: CommandLine): string {
  const rows = verbs.map(({ path, file, description }) => `| [${path}](${file}.md) | ${cell(description)} |`)
  return parts([
    '# Reference of the command line',
    WRITTEN,
    'The same as `reconcile VERB --help` says, and as `man man/reconcile.1` in a checkout.',
    code([synopsis]),
    ['| verb | |', '|---|---|', ...rows].join('\n'),
    ...['## Options of all verbs', table(options)],
  ])
}

function parts(all: readonly string[]): string {
  return `${all.join('\n\n')}\n`
}

function code(lines: readonly string[]): string {
  return ['```sh', ...lines, '```'].join('\n')
}

function examples(all: Verb['examples']): string {
  return code(all.flatMap(([line, meaning], index) => [...(index > 0 ? [''] : []), `# ${meaning}`, line]))
}

function table(terms: readonly Term[]): string {
  return [
    '| | |',
    '|---|---|',
    ...terms.map(({ term, meaning }) => `| \`${term.replaceAll('|', '\\|')}\` | ${cell(meaning)} |`),
  ].join('\n')
}

function codesText(codes: readonly Term[]): string {
  return `${codes.map(({ term, meaning }) => `${term} ${meaning}`).join(' · ')}.`
}

/** Escapes text for a table cell, where `<file>` would be read as HTML. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/<(?=\w)/g, '&lt;')
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? '' : '.'}`
}
