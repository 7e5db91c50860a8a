import { isScalar } from 'yaml'
import type { Document, ParsedNode, ParseOptions } from 'yaml'
import type { FieldPath, ManifestError, Place, Provenance } from '../provenance.ts'
import type { Lines } from './lines.ts'
import { linesOf } from './lines.ts'
import type { Found } from './place-of.ts'
import { findNode } from './place-of.ts'
import type { Flaw } from './read-nodes.ts'
import { isBroken, readNodes, yamlLimits } from './read-nodes.ts'
import type { Converted, Extent, Marker, YamlValue } from './to-value.ts'
import { toValue } from './to-value.ts'

/** One document of a YAML or JSON text. */
export interface ParsedDocument {
  /** Plain values, with aliases and merge keys resolved. */
  readonly value: YamlValue
  /** The origin of places is `literal`, or `merged` if an alias or merge key led there. */
  readonly provenance: Provenance
  /** The document as written, without its `---` lines. */
  readonly sourceText: string
  /** The places of Compose's `!reset` and `!override`. The values are read as if untagged. */
  readonly markers: readonly Marker[]
  /** The source text of the node at a path, with its key; of the nearest enclosing node if there is none. */
  sourceOf(path: FieldPath): string
}

/** The readable documents, and all errors; a document with an error is left out. */
export interface ParsedText {
  readonly documents: readonly ParsedDocument[]
  readonly errors: readonly ManifestError[]
  /** Frees the node trees that places are found in, for callers that read many texts at once. Later calls parse the text again. */
  letGo(): void
}

/**
 * Parses YAML (1.2 core, merge keys, `0440` as octal) or JSON; empty documents are left out. Never throws, and is bounded in size, depth
 * and number of values (S12). `file` is only the name in error messages.
 */
export function parseDocuments(text: string, file: string): ParsedText {
  const plain = plainText(text)
  const lines = linesOf(plain)
  const errorAt = ({ offset, message }: Flaw): ManifestError => ({
    place: { file, ...lines.at(offset), origin: 'literal' },
    path: '',
    message,
  })
  if (Buffer.byteLength(text) > yamlLimits.bytes) {
    const tooLarge = { offset: 0, message: 'larger than 5 MB: split it into several files' }
    return { documents: [], errors: [errorAt(tooLarge)], letGo: () => undefined }
  }
  const { trees, flaws } = treesOf(plain)
  const { letGo, trees: treesAgain } = rereadable(plain, trees)
  const source: Source = { text: plain, file, lines, trees: treesAgain }
  const documents = trees.map((tree, index) => documentOf(source, tree, index))
  const all = [...flaws, ...trees.flatMap(({ isBroken, converted }) => (isBroken ? [] : converted.flaws))]
  return { documents: documents.filter((_, index) => isWhole(trees[index])), errors: distinct(all).map(errorAt), letGo }
}

function isWhole(tree: Tree | undefined): boolean {
  return tree !== undefined && !tree.isBroken && tree.converted.flaws.length === 0
}

/** Removes duplicates at the same place, and keeps at most `yamlLimits.errors`. */
function distinct(flaws: readonly Flaw[]): Flaw[] {
  const told = new Map(flaws.map((flaw) => [`${flaw.offset} ${flaw.message}`, flaw]))
  return [...told.values()].slice(0, yamlLimits.errors)
}

/**
 * Removes a byte order mark. In JSON, tabs become spaces, as YAML allows no tabs there; columns stay the same, and no JSON string contains
 * a tab.
 */
export function plainText(text: string): string {
  const bare = text.startsWith('\ufeff') ? text.slice(1) : text
  return bare.includes('\t') && isJson(bare) ? bare.replaceAll('\t', ' ') : bare
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** A document's nodes and its value. */
export interface Tree {
  readonly root: ParsedNode
  readonly range: readonly [number, number]
  readonly converted: Converted
  /** Whether it is invalid YAML, so that its value means little. */
  readonly isBroken: boolean
}

interface Source {
  readonly text: string
  readonly file: string
  readonly lines: Lines
  readonly trees: () => readonly Tree[]
}

/** Parses the documents of a text to trees, without empty ones; each with its errors. */
export function treesOf(
  text: string,
  options?: ParseOptions,
): { readonly trees: readonly Tree[]; readonly flaws: readonly Flaw[] } {
  const { documents, flaws } = readNodes(text, options)
  const extent: Extent = { values: 0, aliased: 0 }
  return { trees: documents.flatMap((document) => treeOf(document, extent)), flaws }
}

function treeOf(document: Document.Parsed, extent: Extent): Tree[] {
  const root = document.contents
  if (!root || isEmpty(root)) return []
  return [
    { root, range: [root.range[0], root.range[1]], converted: toValue(document, extent), isBroken: isBroken(document) },
  ]
}

function isEmpty(root: ParsedNode): boolean {
  return isScalar(root) && root.source === '' && root.type === 'PLAIN'
}

/** The trees of a text, kept while it is being read and parsed again on later calls. */
interface Rereadable {
  trees(): readonly Tree[]
  letGo(): void
}

/**
 * Keeps the trees until the present job of the event loop ends, at the latest: nodes take many times the memory of their text, and places
 * are rarely asked for later. Later calls parse the text again. Only a weak reference would free nothing earlier, as a new WeakRef keeps
 * its target alive until the job ends.
 */
function rereadable(text: string, first: readonly Tree[]): Rereadable {
  let reading: readonly Tree[] | undefined = first
  let again: WeakRef<readonly Tree[]> | undefined
  const letGo = () => (reading = undefined)
  queueMicrotask(letGo)
  return {
    letGo,
    trees() {
      if (reading) return reading
      const trees = again?.deref() ?? treesOf(text).trees
      again = new WeakRef(trees)
      return trees
    },
  }
}

function documentOf(source: Source, tree: Tree, index: number): ParsedDocument {
  const [start, end] = tree.range
  const find = (path: FieldPath) => found(source.trees()[index], path)
  return {
    value: tree.converted.value,
    markers: tree.converted.markers,
    provenance: {
      placeOf: (path) => placeAt(source, find(path)),
      positionOf: (path) => ({ document: index, path }),
    },
    sourceText: source.text.slice(start, end),
    sourceOf: (path) => source.text.slice(...find(path).span),
  }
}

function found(tree: Tree | undefined, path: FieldPath): Found {
  if (!tree) return { offset: 0, span: [0, 0], merged: false }
  return findNode(tree.root, path, tree.converted.targets)
}

function placeAt({ file, lines }: Source, { offset, merged }: Found): Place {
  return { file, ...lines.at(offset), origin: merged ? 'merged' : 'literal' }
}
