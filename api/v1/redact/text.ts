import { isMap, isScalar, isSeq } from 'yaml'
import type { Node, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import { redactContent } from './content.ts'
import { looksSecret, redactAssigned, redactWords } from './redact.ts'
import { HIDDEN } from './secret-value.ts'
import { readNodes } from '../yaml/read-nodes.ts'

/**
 * Redacts a manifest's text or a part of it, comments included: values with secret-looking names, and URLs with passwords (S9). Undefined
 * if the text can't be parsed, as it can't be judged then.
 */
export function redactText(text: string): string | undefined {
  for (const margin of ['', marginOf(text)]) {
    const { documents, flaws } = readNodes(margin + text)
    if (flaws.length > 0) continue
    const cuts: Cut[] = []
    for (const { contents } of documents) findSecrets(contents, cuts)
    return redactComments(cutOut(margin + text, cuts).slice(margin.length))
  }
  return undefined
}

/** The indentation of the later lines, which the first line of a part may lack. */
function marginOf(text: string): string {
  const [, ...later] = text.split('\n')
  const margins = later.filter((line) => /^\s*[^\s#]/.test(line)).map((line) => line.search(/\S/))
  return ' '.repeat(margins.reduce((least, margin) => Math.min(least, margin), 1_000) % 1_000)
}

/** A range of the text, and its replacement. */
interface Cut {
  readonly from: number
  readonly to: number
  readonly by: string
}

function findSecrets(node: unknown, cuts: Cut[]): void {
  if (isMap(node)) return inMap(node, cuts)
  if (isSeq(node)) return inList(node, cuts)
  if (isScalar(node)) inScalar(node, cuts)
}

function inScalar(node: Node & Scalar, cuts: Cut[]): void {
  hideIn(node, (text) => (looksSecret('', text) ? HIDDEN : redactAssigned(text)), cuts)
}

function hideIn(node: Node & Scalar, redact: (text: string) => string, cuts: Cut[]): void {
  const text = textOf(node)
  const shown = redact(text)
  if (shown !== text) hide(node, shown, cuts)
}

function inMap({ items }: YAMLMap, cuts: Cut[]): void {
  const named = textOf(items.find(({ key }) => textOf(key) === 'name')?.value)
  for (const { key, value } of items) {
    const name = textOf(key)
    const isHidden = looksSecret(name, textOf(value)) || (name === 'value' && looksSecret(named, textOf(value)))
    if (isScalar(value) && isHidden) hide(value, HIDDEN, cuts)
    else if (isScalar(value) && name === 'content') hideIn(value, redactContent, cuts)
    else findSecrets(value, cuts)
  }
}

/** Redacts the texts of a list: variables written as `- NAME=VALUE`, else words of a command. */
function inList({ items }: YAMLSeq, cuts: Cut[]): void {
  const words = redactWords(items.map(textOf))
  for (const [index, item] of items.entries()) {
    const word = words[index] ?? ''
    if (isScalar(item) && word !== textOf(item) && !looksSecret('', textOf(item))) hide(item, word, cuts)
    else findSecrets(item, cuts)
  }
}

function textOf(node: unknown): string {
  return isScalar(node) && node.value !== null ? String(node.value) : ''
}

function hide(node: Node & Scalar, by: string, cuts: Cut[]): void {
  if (node.range && textOf(node) !== '') cuts.push({ from: node.range[0], to: node.range[1], by })
}

function cutOut(text: string, cuts: readonly Cut[]): string {
  const pieces: string[] = []
  let at = 0
  for (const { from, to, by } of [...cuts].sort((a, b) => a.from - b.from)) {
    const lineEnd = text.slice(from, to).endsWith('\n') ? '\n' : ''
    pieces.push(text.slice(at, from), JSON.stringify(by), lineEnd)
    at = to
  }
  return [...pieces, text.slice(at)].join('')
}

/** Redacts comments, as what is commented out is in no node. */
function redactComments(text: string): string {
  return text.replaceAll(/(^|\s)#.*$/gm, (comment) => {
    const pairs = [...comment.matchAll(/(?<![\w.-])([\w.-]+)["']?\s*[:=]\s*(\S+)/g)]
    const isHidden = pairs.some(([, name = '', value = '']) => looksSecret(name, value)) || looksSecret('', comment)
    return isHidden ? comment.replace(/#.*$/, `# ${HIDDEN}`) : comment
  })
}
