import { didYouMean } from '../../api/v1/validation/nearest.ts'
import { usageError } from '../usage.ts'
import { parsePath, parseTemplate } from './jsonpath/parse.ts'
import type { Path, Template } from './jsonpath/template.ts'

const named = ['table', 'wide', 'yaml', 'json', 'name'] as const

/** A column of `-o custom-columns`. */
export interface CustomColumn {
  readonly head: string
  readonly path: Path
}

/** A parsed `-o`. */
export type Format =
  | { readonly as: (typeof named)[number] }
  | { readonly as: 'jsonpath'; readonly template: Template }
  | { readonly as: 'custom-columns'; readonly columns: readonly CustomColumn[] }

/** Whether it is a table of printer columns. */
export function isTable({ as }: Format): boolean {
  return as === 'table' || as === 'wide'
}

/** Parses the value of `-o`. Throws a usage error that lists the formats. */
export function parseFormat(text: string): Format {
  const simple = named.find((each) => each === text)
  if (simple) return { as: simple }
  const at = text.indexOf('=')
  const [name, rest] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
  if (name === 'jsonpath' && rest !== '') return { as: 'jsonpath', template: parseTemplate(asTemplate(rest)) }
  if (name === 'custom-columns' && rest !== '') return { as: 'custom-columns', columns: rest.split(',').map(columnOf) }
  throw noFormat(text, name)
}

/** kubectl accepts a bare path as well. */
function asTemplate(text: string): string {
  return text.includes('{') ? text : `{${/^[.[$@]/.test(text) ? text : `.${text}`}}`
}

function columnOf(text: string): CustomColumn {
  const at = text.indexOf(':')
  if (at < 1 || at === text.length - 1)
    throw usageError(
      `-o custom-columns: ${text} is no column`,
      'write HEAD:PATH,HEAD:PATH, as NAME:.metadata.name,IMAGE:.spec.template.image',
    )
  return { head: text.slice(0, at), path: parsePath(text.slice(at + 1)) }
}

function noFormat(text: string, name: string): Error {
  if (/^(go-)?template|^(jsonpath|custom-columns)-file$/.test(name))
    return usageError(
      `-o ${name} is none of ours, unlike kubectl's`,
      'write -o jsonpath=\'{.spec.replicas}\', or -o jsonpath="$(cat FILE)"',
    )
  const all = [...named, 'jsonpath', 'custom-columns']
  return usageError(
    `-o ${text} is no format${didYouMean(name, all)}`,
    `the formats are ${named.join(', ')}, jsonpath=TEMPLATE and custom-columns=HEAD:PATH,…`,
  )
}
