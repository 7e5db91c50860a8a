import { by } from '../../api/v1/language/by.ts'
import type { Attribute } from '../../compose/attributes/attribute.ts'
import { type ComposeAttribute, composeAttributes } from '../../compose/attributes/all.ts'
import { formerKeys } from '../../compose/generations/first.ts'
import { generationsOf } from '../../compose/generations/known.ts'

/** The text of docs/compose-attributes.md: all attributes, the generations that have them, and what they become. */
export function composePage(): string {
  const all = composeAttributes()
  const top = all.filter(({ path }) => !path.includes('.'))
  return [
    '# The attributes of Compose files\n',
    '<!-- Written by npm run generate from compose/attributes and compose/generations; edit those. -->\n',
    introduction,
    ...table('The top level', top, ''),
    ...Object.entries(titles).flatMap(([name, title]) => table(title, beneath(all, name), name)),
    ...formerTable(),
  ].join('\n')
}

const introduction = `What each attribute becomes in [our resources](kinds/service.md). An attribute that is not here is an error; a key that
begins with \`x-\` is a note, and left alone. Of the generations, \`1\` is the format without \`services:\`, \`2.1+\` is 2.1 to 2.4,
\`3.4+\` is 3.4 to 3.13, and *today* is the Compose Specification; an attribute is read in a file of any of them, but in \`1\` only what
that had. [Compose files](compose.md) has what is different here.\n`

const titles: Readonly<Record<string, string>> = {
  services: 'A service',
  networks: 'A network',
  volumes: 'A volume',
  secrets: 'A secret',
  configs: 'A config',
}

function beneath(all: readonly ComposeAttribute[], section: string): ComposeAttribute[] {
  return all.filter(({ path }) => path.startsWith(`${section}.`)).sort(by(({ path }) => path))
}

function table(title: string, rows: readonly ComposeAttribute[], section: string): string[] {
  const lines = rows.map(({ path, attribute, becomes }) => {
    const name = section === '' ? path : path.slice(section.length + 1)
    return line([`\`${name}\``, generationsOf(path) ?? '', outcome(attribute, becomes)])
  })
  return [`## ${title}\n`, line(['attribute', 'generations', 'becomes']), '|---|---|---|', ...lines, '']
}

function outcome(attribute: Attribute<never>, becomes = ''): string {
  if (attribute.kind === 'refused') return `refused: ${attribute.remedy}`
  if (becomes === '') return 'what it names, as it is read'
  return becomes.includes(' ') ? becomes : `\`${becomes}\``
}

function formerTable(): string[] {
  const lines = Object.entries(formerKeys).map(([key, now]) => line([`\`${key}\``, '1', `\`${now.join('.')}\``]))
  return ['## Former names\n', line(['attribute', 'generations', 'is today']), '|---|---|---|', ...lines, '']
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
