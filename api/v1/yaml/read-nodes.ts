import { Composer, Lexer, Parser } from 'yaml'
import type { Document, DocumentOptions, ParseOptions, SchemaOptions, ScalarTag, TagId, CollectionTag } from 'yaml'
import { MOST_FILE_BYTES } from '../file-reason.ts'
import { mergeConflictsIn } from '../language/merge-conflicts.ts'
import { firstCauses, type Problem, problemWords } from './problem-words.ts'

/** Limits for one text: they keep a whole file within a second and 200 MB (S12). */
export const yamlLimits = Object.freeze({
  bytes: MOST_FILE_BYTES,
  lexemes: 300_000,
  documents: 10_000,
  depth: 100,
  values: 200_000,
  errors: 20,
})

/** An error at an offset of the text. */
export interface Flaw {
  readonly offset: number
  readonly message: string
}

/** The node trees of a text, and its errors. */
export interface NodeTrees {
  readonly documents: readonly Document.Parsed[]
  readonly flaws: readonly Flaw[]
}

/**
 * Parses YAML 1.2 core, with Go's number formats such as Compose's `0440`, to nodes with offsets. Stops at the first limit that is
 * exceeded.
 */
export function readNodes(text: string, more: ParseOptions = {}): NodeTrees {
  const unreadable = unreadableIn(text)
  if (unreadable) return { documents: [], flaws: [unreadable] }
  const documents: Document.Parsed[] = []
  const flaws: Flaw[] = []
  const composer = new Composer({ ...options, ...more })
  const tokens = boundedTokens(text, flaws)
  for (const document of composer.compose(tokens)) {
    if (documents.push(document) < yamlLimits.documents) continue
    flaws.push({
      offset: document.range[0],
      message: `more than ${yamlLimits.documents} documents: split it into several files`,
    })
    break
  }
  if (flaws.length > 0) return { documents: [], flaws }
  for (const problem of composer.streamInfo().errors) flaws.push(flawOf(problem, text))
  for (const document of documents) flaws.push(...flawsOf(document, text))
  return { documents, flaws: causesOf(flaws, text).slice(0, yamlLimits.errors) }
}

/** What the errors come from, where all of them may be but consequences of it; else the errors. */
function causesOf(flaws: readonly Flaw[], text: string): readonly Flaw[] {
  const [first] = flaws
  if (!first) return flaws
  const causes = [() => mergeConflictsIn(text), () => loneReturnIn(text), () => tabBefore(first, text)]
  for (const cause of causes) {
    const found = cause()
    if (found.length > 0) return found
  }
  return flaws
}

/** A carriage return that is no part of CR LF: YAML ends lines with it, the library does not. */
function loneReturnIn(text: string): readonly Flaw[] {
  const offset = text.search(/\r(?!\n)/)
  const message =
    'a carriage return (CR) stands here without a line feed (LF) of its own, as where line ends were converted twice: save the file with line ends of LF alone'
  return offset === -1 ? [] : [{ offset, message }]
}

function tabBefore({ offset }: Flaw, text: string): readonly Flaw[] {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const [indent = ''] = /^[ \t]*/.exec(text.slice(start, start + LONGEST_INDENT)) ?? []
  const at = indent.indexOf('\t')
  const message = 'a tab indents this line, where YAML takes spaces alone: indent it, and all others, with spaces'
  return at === -1 ? [] : [{ offset: start + at, message }]
}

/** How much of a line is looked through for what indents it. */
const LONGEST_INDENT = 1_000

/** Number formats of Go's YAML that YAML 1.2 lacks: `0440` is octal, `0b11` binary, and `1_000` a thousand. */
const goNumber: ScalarTag = {
  default: true,
  tag: 'tag:yaml.org,2002:int',
  test: /^(?=[-+\d])(?:[-+]?0[0-7]+|[-+]?_*0_*[xXbBoO][\dA-Fa-f_]+|(?=.*_)[-+]?[\d_]+(?:\.[\d_]*)?(?:[eE][-+]?[\d_]+)?)$/,
  resolve: goValue,
}

/** The number; the text itself if it only looks like a number. */
function goValue(source: string): number | string {
  const plain = source.replaceAll('_', '').toLowerCase()
  const [sign, digits] = plain.startsWith('-') ? [-1, plain.slice(1)] : [1, plain.replace('+', '')]
  const found = [digits.replace(/^0(?=\d+$)/, '0o'), digits].map(Number).find((value) => !Number.isNaN(value))
  return digits === '' || found === undefined ? source : sign * found
}

/** Compose's `!reset` and `!override`: read as if untagged, and reported as markers. */
const markerTags: readonly (ScalarTag | CollectionTag)[] = ['!reset', '!override'].flatMap((tag) => [
  { tag, resolve: (source: string) => (/^(|~|null)$/i.test(source) ? null : source) },
  { tag, collection: 'map' as const },
  { tag, collection: 'seq' as const },
])

/** `!!merge` before a merge key, as some tools write it; the key `<<` means the same without it. */
const mergeTag: ScalarTag = { tag: 'tag:yaml.org,2002:merge', resolve: (source) => source }

const options: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.2',
  schema: 'core',
  customTags: (tags: (TagId | ScalarTag | CollectionTag)[]) => [goNumber, ...tags, mergeTag, ...markerTags],
  resolveKnownTags: false,
  // Duplicate keys are found while converting: the library compares each key with every other one.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
}

// Control characters, which a manifest must not contain.
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

function unreadableIn(text: string): Flaw | undefined {
  const at = text.search(control)
  if (at === -1) return undefined
  const code = text.charCodeAt(at).toString(16).padStart(4, '0')
  return { offset: at, message: `the control character U+${code} can't stand in YAML; is this a text file?` }
}

function* boundedTokens(text: string, flaws: Flaw[]) {
  const parser = new Parser()
  let offset = 0
  let count = 0
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme)
    offset += lexeme.length
    count += 1
    const broken = brokenLimit(count, parser.stack.length)
    if (!broken) continue
    flaws.push({ offset: Math.min(offset, text.length), message: broken })
    return
  }
  yield* parser.end()
}

function brokenLimit(count: number, depth: number): string | undefined {
  if (depth > yamlLimits.depth) return `nested deeper than ${yamlLimits.depth} levels: write it flatter`
  if (count > yamlLimits.lexemes) return `more values than one file may hold: split it into several files`
  return undefined
}

/** Whether a document is invalid as YAML by itself. */
export function isBroken(document: Document.Parsed): boolean {
  return document.errors.length > 0 || unknownTags(document).length > 0
}

function unknownTags({ warnings }: Document.Parsed) {
  return warnings.filter(({ code }) => code === 'TAG_RESOLVE_FAILED')
}

function flawsOf(document: Document.Parsed, text: string): Flaw[] {
  return [...firstCauses(document.errors), ...unknownTags(document)].map((problem) => flawOf(problem, text))
}

function flawOf(problem: Problem, text: string): Flaw {
  return { offset: offsetOf(problem, text), message: problemWords(problem).slice(0, 300) }
}

/** Where a problem is to be mended: a quote that is not closed is found where it opens, and not at the end of the file. */
function offsetOf({ message, pos: [at] }: Problem, text: string): number {
  const quote = /^Missing closing (["'])/.exec(message)?.[1]
  if (quote === undefined) return at
  // The last one that is neither doubled nor escaped.
  const opening = quote === "'" ? /'(?:''|[^'])*$/ : /"(?:\\[^]|[^"\\])*$/
  return Math.max(0, text.slice(0, at).search(opening))
}
