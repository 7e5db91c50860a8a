import { readFileSync } from 'node:fs'

/** A constant object of the API, such as `holdReasons`: its names with their meanings, taken from the comments in its source. */
interface Group {
  readonly title: string
  readonly meaning: string
  readonly rows: readonly { readonly value: string; readonly meaning: string }[]
}

/**
 * The text of docs/reasons.md: the reasons, labels, annotations and finalizers in these files. Throws where a comment is missing or a
 * constant can't be parsed.
 */
export function reasonsPage(files: readonly string[]): string {
  const groups = files.flatMap((file) => groupsOf(file, readFileSync(file, 'utf8')))
  const parts = [
    '# Reasons, labels and finalizers\n',
    '<!-- Written by npm run generate from api/v1/reasons.ts, source-reasons.ts and labels.ts; edit those. -->\n',
    'A reason says in one word why an object stands as it stands; `reconcile describe` gives the sentence with it.\n',
    ...groups.map(section),
  ]
  return parts.join('\n')
}

function section({ title, meaning, rows }: Group): string {
  const lines = rows.map((row) => `| \`${row.value}\` | ${row.meaning.replaceAll('|', '\\|')} |`)
  return `## ${title}\n\n${meaning}\n\n| | meaning |\n|---|---|\n${lines.join('\n')}\n`
}

const GROUP = /(?:\/\*\* (.+) \*\/\n)?export const (\w+) = \{\n([^}]*)\} as const\n/g
const MEMBER = /^ {2}(?:\/\*\* (.+) \*\/\n {2})?\w+: '([^']+)',\n/gm

function groupsOf(file: string, text: string): Group[] {
  const said = (name: string, comment: string | undefined) => {
    if (comment === undefined) throw new Error(`${file}: ${name} has no comment on one line that says what it means`)
    return comment
  }
  return [...text.matchAll(GROUP)].map(([, comment, name = '', body = '']) => {
    const unread = body.replaceAll(MEMBER, '').trim()
    if (unread !== '') throw new Error(`${file}: in ${name}, this is no name with its text on one line: ${unread}`)
    const rows = [...body.matchAll(MEMBER)].map(([, own, value = '']) => ({ value, meaning: said(value, own) }))
    return { title: titleOf(name), meaning: said(name, comment), rows }
  })
}

/** `holdReasons` → `Hold reasons`. */
function titleOf(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
