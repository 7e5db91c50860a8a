import type { FieldPath } from '../provenance.ts'
import type { ObjectOf } from '../kinds.ts'
import { redactContent } from '../redact/content.ts'
import { isUnquoted, redactAssigned, redactValue } from '../redact/redact.ts'
import { HIDDEN } from '../redact/secret-value.ts'
import type { ValidationError } from './validation-error.ts'

/** What was printed with `***` in the place of what looks secret is not applied: that would be the password (S9). */
export function hiddenRules({ spec, metadata: { labels } }: ObjectOf): ValidationError[] {
  return [...hiddenIn(labels, ['metadata', 'labels']), ...hiddenIn(spec, ['spec'])]
}

function hiddenIn(value: unknown, path: FieldPath): ValidationError[] {
  if (typeof value === 'string') {
    if (!wasHidden(value, path)) return []
    return [{ path, message: `was hidden where it was printed (${HIDDEN}): ${remedyAt(path)}` }]
  }
  if (typeof value !== 'object' || value === null) return []
  const isList = Array.isArray(value)
  return Object.entries(value).flatMap(([name, inner]) => hiddenIn(inner, [...path, isList ? Number(name) : name]))
}

/** What is meant so is no text of a manifest. */
function remedyAt(path: FieldPath): string {
  return path.at(-1) === 'content'
    ? 'write the value itself, or keep it in a file that `file` names'
    : 'write the value itself'
}

/** Stars are a headline's, too: within a text they are a hidden value where that of another word would be hidden. */
function wasHidden(text: string, path: FieldPath): boolean {
  if (!text.includes(HIDDEN)) return false
  if (text === HIDDEN || TOKEN.test(text)) return true
  if (typeof path.at(-1) === 'number' && WORD_OF_PROGRAM.test(text)) return true
  if (path.at(-1) === 'content' && LINE.test(text)) return true
  const asked = text.replaceAll(BY_ITSELF, WORD)
  const redact = path.at(-1) === 'content' ? redactContent : isUnquoted(path) ? redactAssigned : redactValue
  const shown = redact(asked)
  return countOf(shown) < countOf(asked)
}

/** A password ends where a URL goes on, or its word or quote ends: one with stars in it is one. */
const BY_ITSELF = /(?<=[\s=:"',;|([]|%3A)\*{3}(?=$|[\s@"',;|)\]]|%40)/g
/** Where a token was that told itself: a value, what a header has, who a URL is asked as. */
const TOKEN =
  /(?:=["']?|\b(?:Bearer|Basic|Token)\s+|(?:token|key|secret|password|authorization): *|:\/\/)\*{3}(?=$|[\s"',;&@:}])/i
/**
 * The end of a line of a content, where a key, a token or the hash of a password was that told itself: alone, or behind one word. That of a
 * comment is missed by nobody.
 */
const LINE =
  /^[ \t]*(?!(?:#+|\/\/|--|;)[ \t])(?:-[ \t]+)?(?:[^\s*]+(?:[:=]|[ \t]{1,9})[ \t]{0,9})?["']?\*{3}["']?[,;]?[ \t]*$/m
/** A word of a command that programs take a password in, as curl and mysql do. */
const WORD_OF_PROGRAM = /^(?:-p|[^\s:]+:)\*{3}$/
const WORD = 'hidden-word'

function countOf(text: string): number {
  return text.split(WORD).length
}
