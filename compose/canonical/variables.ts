import { by } from '../../api/v1/language/by.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { parseDocuments } from '../../api/v1/yaml/parse-documents.ts'
import { isFlaw, parseTemplate, type Reference, type Template, templateText } from '../interpolation/template.ts'
import type { ComposeText } from '../load.ts'

/** A variable that a project uses, with its default (for when it is unset) and its alternate (for when it is set). */
export interface NamedVariable {
  readonly name: string
  readonly required: boolean
  readonly default: string
  readonly alternate: string
}

/** The variables that files use, sorted by name. */
export function variablesIn(files: readonly ComposeText[]): readonly NamedVariable[] {
  const found = new Map<string, NamedVariable>()
  for (const { file, text } of files)
    for (const { value } of parseDocuments(text, file).documents) for (const each of textsIn(value)) note(found, each)
  return [...found.values()].sort(by(({ name }) => name))
}

function textsIn(value: YamlValue): string[] {
  if (typeof value === 'string') return value.includes('$') ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

function note(found: Map<string, NamedVariable>, text: string): void {
  const template = parseTemplate(text)
  if (isFlaw(template)) return
  for (const reference of referencesIn(template)) {
    const known = found.get(reference.name)
    const fresh = described(reference)
    found.set(reference.name, {
      name: reference.name,
      required: fresh.required || known?.required === true,
      default: known?.default || fresh.default,
      alternate: known?.alternate || fresh.alternate,
    })
  }
}

function referencesIn(template: Template): Reference[] {
  return template.flatMap((part) => (typeof part === 'string' ? [] : [part, ...referencesIn(part.word)]))
}

function described({ name, operator, word }: Reference): NamedVariable {
  const text = templateText(word)
  return {
    name,
    required: operator?.endsWith('?') === true,
    default: operator?.endsWith('-') ? text : '',
    alternate: operator?.endsWith('+') ? text : '',
  }
}
