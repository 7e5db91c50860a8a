import type { FieldPath } from '../provenance.ts'
import type { ObjectOf } from '../kinds.ts'
import { redactContent } from '../redact/content.ts'
import { isUnquoted, redactAssigned, redactValue } from '../redact/redact.ts'
import { HIDDEN } from '../redact/secret-value.ts'
import type { ValidationError } from './validation-error.ts'

/** Errors for values that were copied from redacted output, with `***` for a secret: applied, the stars would become the password (S9). */
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

/** The remedy for a path. A content that means `***` literally must come from a file. */
function remedyAt(path: FieldPath): string {
  return path.at(-1) === 'content'
    ? 'write the value itself, or keep it in a file that `file` names'
    : 'write the value itself'
}

/**
 * Whether a text was redacted. A headline may have stars too: within a text, stars count as redacted only if any other word in their place
 * would be.
 */
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

/** Matches `***` as a whole value: a password ends where its URL goes on, or its word or quote ends. Text with stars in it is none. */
const BY_ITSELF = /(?<=[\s=:"',;|([]|%3A)\*{3}(?=$|[\s@"',;|)\]]|%40)/g
/** Matches `***` where a recognisable token was: an assigned value, a header's credentials, or the user of a URL. */
const TOKEN =
  /(?:=["']?|\b(?:Bearer|Basic|Token)\s+|(?:token|key|secret|password|authorization): *|:\/\/)\*{3}(?=$|[\s"',;&@:}])/i
/**
 * Matches a line of a content that ends with `***` where a key, token or password hash was, alone or after one word. Comments are excluded,
 * as nobody misses a token there.
 */
const LINE =
  /^[ \t]*(?!(?:#+|\/\/|--|;)[ \t])(?:-[ \t]+)?(?:[^\s*]+(?:[:=]|[ \t]{1,9})[ \t]{0,9})?["']?\*{3}["']?[,;]?[ \t]*$/m
/** Matches a word of a command in which programs such as curl and mysql take a password. */
const WORD_OF_PROGRAM = /^(?:-p|[^\s:]+:)\*{3}$/
const WORD = 'hidden-word'

function countOf(text: string): number {
  return text.split(WORD).length
}
