import { posix } from 'node:path'

/** A matcher for .dockerignore patterns. */
export interface Ignore {
  /** Whether a path or one of its parent directories is excluded; the last matching pattern decides. */
  ignores(path: string): boolean
  /** Whether an exception (`!`) may keep something below a directory. */
  mayKeepBelow(directory: string): boolean
}

/**
 * Parses patterns, one per line. None is rejected: an unclosed bracket stands for itself. Matching goes character by character instead of
 * by a generated regular expression, which may backtrack for ever (S12).
 */
export function createIgnore(lines: readonly string[]): Ignore {
  const rules = lines.flatMap(ruleOf)
  return {
    ignores(path) {
      let isOut = false
      for (const { keeps, parts } of rules) if (keeps === isOut && follow(parts, path) === 'matches') isOut = !keeps
      return isOut
    },
    mayKeepBelow: (directory) => rules.some(({ keeps, parts }) => keeps && follow(parts, `${directory}/`) !== 'fails'),
  }
}

/**
 * A part of a pattern: a test for one character, any characters of a name (`*`), whole directories (`**` and a slash), or the rest (`**`).
 */
type Part = ((character: string) => boolean) | 'name' | 'directories' | 'rest'

interface Rule {
  readonly keeps: boolean
  readonly parts: readonly Part[]
}

function ruleOf(line: string): Rule[] {
  if (line.startsWith('#')) return []
  const text = line.trim()
  const keeps = text.startsWith('!')
  const pattern = keeps ? text.slice(1).trim() : text
  return pattern === '' ? [] : [{ keeps, parts: partsOf(clean(pattern)) }]
}

function clean(pattern: string): string {
  return posix
    .normalize(pattern)
    .replace(/(.)\/$/s, '$1')
    .replace(/^\/(.)/s, '$1')
}

function partsOf(pattern: string): readonly Part[] {
  const tokens = pattern.match(/\*\*\/?|\[\^?(?:\\.|[^\]\\])+\]|\\?./gsu) ?? []
  const parts = tokens.map((token, index) => partOf(token, index === tokens.length - 1))
  return parts.filter((part, index) => typeof part !== 'string' || part !== parts[index - 1]) // repeated wildcards match no more than one
}

function partOf(token: string, isLast: boolean): Part {
  if (token.startsWith('**')) return isLast ? 'rest' : 'directories'
  if (token === '*') return 'name'
  if (token === '?') return (character) => character !== '/'
  if (token.startsWith('[') && token !== '[') return oneOf(token)
  const meant = unescaped(token)
  return (character) => character === meant
}

function oneOf(token: string): Part {
  const isNegated = token.startsWith('[^')
  const ranges = [...token.slice(isNegated ? 2 : 1, -1).matchAll(/(\\?.)(?:-(\\?.))?/gsu)].map(
    ([, from = '', to = from]) => [unescaped(from), unescaped(to)] as const,
  )
  return (character) => ranges.some(([from, to]) => from <= character && character <= to) !== isNegated
}

function unescaped(token: string): string {
  return token.length > 1 && token.startsWith('\\') ? token.slice(1) : token
}

/** Whether the parts match a path or one of its parent directories; `goes on` if they may match a longer path. */
function follow(parts: readonly Part[], path: string): 'matches' | 'goes on' | 'fails' {
  let now = arrive(new Set(), parts, 0)
  for (const character of path) {
    if (character === '/' && now.has(parts.length)) return 'matches'
    const next = new Set<number>()
    for (const at of now) pass({ next, parts, at }, character)
    if (next.size === 0) return 'fails'
    now = next
  }
  return now.has(parts.length) ? 'matches' : 'goes on'
}

/** Adds a position in the pattern, and those after wildcards that may match nothing. */
function arrive(places: Set<number>, parts: readonly Part[], at: number): Set<number> {
  if (places.has(at)) return places
  places.add(at)
  return typeof parts[at] === 'string' ? arrive(places, parts, at + 1) : places
}

interface Passing {
  readonly next: Set<number>
  readonly parts: readonly Part[]
  readonly at: number
}

function pass({ next, parts, at }: Passing, character: string): void {
  const part = parts[at]
  if (part === 'directories') {
    next.add(at)
    if (character === '/') arrive(next, parts, at + 1)
  } else if (part === 'rest' || (part === 'name' && character !== '/')) arrive(next, parts, at)
  else if (typeof part === 'function' && part(character)) arrive(next, parts, at + 1)
}
