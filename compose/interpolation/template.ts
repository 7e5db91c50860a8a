/** A parsed text with references to variables such as `${NAME:-word}`. */
export type Template = readonly (string | Reference)[]

/** A reference to a variable; without an operator the word is empty and has no meaning. */
export interface Reference {
  readonly name: string
  readonly operator?: Operator
  readonly word: Template
}

/** Default (-), error (?) or replacement (+). With a colon an empty variable counts as unset. */
export type Operator = ':-' | '-' | ':?' | '?' | ':+' | '+'

/** Why a text is no valid template. The message doesn't quote the text, which may be a password with a dollar sign (S9). */
export interface TemplateFlaw {
  readonly message: string
}

/** Parses a template. `$$` is a dollar sign, and so is a `$` that starts no reference. */
export function parseTemplate(text: string): Template | TemplateFlaw {
  return parse(text, 0)
}

/** Whether parsing found a flaw. */
export function isFlaw<T>(parsed: T | TemplateFlaw): parsed is TemplateFlaw {
  return typeof parsed === 'object' && parsed !== null && 'message' in parsed
}

/** All variables that a template names, also those in words that may not be used. */
export function namesIn(template: Template): string[] {
  return template.flatMap((part) => (typeof part === 'string' ? [] : [part.name, ...namesIn(part.word)]))
}

/** Writes a template as text, with each reference in braces. */
export function templateText(template: Template): string {
  return template
    .map((part) => {
      if (typeof part === 'string') return part
      return part.operator === undefined
        ? `\${${part.name}}`
        : `\${${part.name}${part.operator}${templateText(part.word)}}`
    })
    .join('')
}

/** The deepest nesting of references. Deeper is a mistake or an attack (S12). */
const deepest = 20
const start = /\$(?:\$|\{|([_a-zA-Z][_a-zA-Z0-9]*))/g
const reference = /^([_a-zA-Z][_a-zA-Z0-9]*)(?:(:?[-?+])([^]*))?$/

function parse(text: string, depth: number): Template | TemplateFlaw {
  const parts: (string | Reference)[] = []
  const pattern = new RegExp(start)
  let at = 0
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    parts.push(text.slice(at, match.index))
    if (match[0] === '${') {
      const end = closingBrace(text, pattern.lastIndex)
      const inner = end === undefined ? unclosed : braced(text.slice(pattern.lastIndex, end), depth)
      if (isFlaw(inner)) return inner
      parts.push(inner)
      pattern.lastIndex = (end ?? text.length) + 1
    } else {
      parts.push(match[1] === undefined ? '$' : { name: match[1], word: [] })
    }
    at = pattern.lastIndex
  }
  parts.push(text.slice(at))
  return parts.filter((part) => part !== '')
}

function closingBrace(text: string, from: number): number | undefined {
  let open = 1
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{') open += 1
    if (text[at] === '}') open -= 1
    if (open === 0) return at
  }
  return undefined
}

function braced(inner: string, depth: number): Reference | TemplateFlaw {
  const match = reference.exec(inner)
  if (!match) return unnamed
  if (depth >= deepest)
    return { message: `variables stand within each other deeper than ${deepest} levels: write it flatter` }
  const [, name = '', operator, text = ''] = match
  const word = parse(text, depth + 1)
  if (isFlaw(word)) return word
  return operator === undefined ? { name, word } : { name, operator: operator as Operator, word }
}

const escaping = 'write ${NAME} or ${NAME:-default}, and $$ where a dollar sign is meant'
const unnamed: TemplateFlaw = { message: `has a \${ that names no variable: ${escaping}` }
const unclosed: TemplateFlaw = { message: `has a \${ without its closing }: ${escaping}` }
