import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import type { Alias, Document, ParsedNode, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import type { FieldPath } from '../provenance.ts'
import type { Flaw } from './read-nodes.ts'
import { yamlLimits } from './read-nodes.ts'

/** A value that both YAML and JSON can express. */
export type YamlValue = null | boolean | number | string | YamlValue[] | { [key: string]: YamlValue }

/** A place where `!reset` or `!override` stands. */
export interface Marker {
  readonly path: FieldPath
  readonly tag: '!reset' | '!override'
}

/** One document as plain values, with the targets of its aliases. */
export interface Converted {
  readonly value: YamlValue
  readonly markers: readonly Marker[]
  readonly flaws: readonly Flaw[]
  readonly targets: ReadonlyMap<Alias, ParsedNode>
}

/** What the documents of one text came to so far. */
export interface Extent {
  values: number
  /** The characters that aliases stand for, each time anew. */
  aliased: number
}

/**
 * Converts a node tree to a value, with merge keys and aliases resolved. Duplicate keys, alias loops and alias bombs are errors. `extent` is
 * that of the documents before, to which this one's is added.
 */
export function toValue(document: Document.Parsed, extent: Extent): Converted {
  const run: Run = {
    anchors: new Map(),
    targets: new Map(),
    open: new Set(),
    markers: [],
    flaws: [],
    extent,
    expanding: 0,
  }
  const value = document.contents ? convert(run, document.contents, []) : null
  return { value, markers: run.markers, flaws: run.flaws.slice(0, yamlLimits.errors), targets: run.targets }
}

/** Whether a key is a merge key: a plain `<<`. */
export function isMergeKey(key: ParsedNode | null): boolean {
  return isScalar(key) && key.source === '<<' && key.type === 'PLAIN'
}

/** The maps that a merge key brings in, the one with precedence first; undefined if its value is no map or list of maps. */
export function mergedMaps(
  value: ParsedNode | null,
  targets: ReadonlyMap<Alias, ParsedNode>,
): YAMLMap.Parsed[] | undefined {
  const target = isAlias(value) ? targets.get(value) : value
  if (isMap(target)) return [target]
  if (!isSeq(target)) return undefined
  const maps: YAMLMap.Parsed[] = []
  for (const item of target.items) {
    const map = isAlias(item) ? targets.get(item) : item
    if (!isMap(map)) return undefined
    maps.push(map)
  }
  return maps
}

interface Run {
  readonly anchors: Map<string, ParsedNode>
  readonly targets: Map<Alias, ParsedNode>
  /** The nodes being converted; an alias to one of them is a loop. */
  readonly open: Set<ParsedNode>
  readonly markers: Marker[]
  readonly flaws: Flaw[]
  readonly extent: Extent
  /** Above 0 while an alias is being expanded; its anchors are recorded already. */
  expanding: number
}

function convert(run: Run, node: ParsedNode, path: FieldPath): YamlValue {
  run.extent.values += 1
  if (exhausted(run, node, path)) return null
  if (isAlias(node)) return expand(run, node, path)
  const { anchor, tag } = node
  if (anchor && run.expanding === 0) run.anchors.set(anchor, node)
  if (tag === '!reset' || tag === '!override') run.markers.push({ path, tag })
  if (isScalar(node)) return scalarValue(run, node)
  run.open.add(node)
  const value = isMap(node) ? mapValue(run, node, path) : seqValue(run, node, path)
  run.open.delete(node)
  return value
}

function exhausted(run: Run, node: ParsedNode, path: FieldPath): boolean {
  if (run.extent.values === yamlLimits.values + 1)
    flaw(run, node, `${run.extent.aliased > 0 ? 'with its aliases ' : ''}the file has too many values: split it`)
  if (path.length > yamlLimits.depth) flaw(run, node, `nested deeper than ${yamlLimits.depth} levels: write it flatter`)
  return isFull(run) || path.length > yamlLimits.depth
}

/** Whether the text came to too much, which is reported already: all that follows counts as null. */
function isFull({ extent: { values, aliased } }: Run): boolean {
  return values > yamlLimits.values || aliased > yamlLimits.bytes
}

function expand(run: Run, alias: Alias.Parsed, path: FieldPath): YamlValue {
  const target = targetOf(run, alias)
  if (!target) return null
  if (run.open.has(target)) {
    flaw(run, alias, `the alias *${alias.source.slice(0, 100)} stands inside what it names`)
    return null
  }
  run.expanding += 1
  const value = convert(run, target, path)
  run.expanding -= 1
  if (run.expanding === 0 && run.extent.aliased > yamlLimits.bytes)
    flaw(run, alias, 'with this alias, the aliases stand for too much text: write fewer, or split the file')
  return value
}

/** Counts a text that is written once, and stands here again by an alias. */
function again(run: Run, text: string): void {
  if (run.expanding > 0) run.extent.aliased += text.length
}

function targetOf(run: Run, alias: Alias.Parsed): ParsedNode | undefined {
  const known = run.targets.get(alias)
  if (known) return known
  const target = run.anchors.get(alias.source)
  if (target) run.targets.set(alias, target)
  else
    flaw(
      run,
      alias,
      `the alias *${alias.source.slice(0, 100)} names no anchor above it: write & and that name before the value meant`,
    )
  return target
}

function scalarValue(run: Run, scalar: Scalar.Parsed): YamlValue {
  const value: unknown = scalar.value
  again(run, scalar.source)
  if (typeof value === 'number') return numberValue(run, scalar, value)
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  flaw(run, scalar, 'a value of this type is nothing that manifests have')
  return null
}

function numberValue(run: Run, scalar: Scalar.Parsed, value: number): YamlValue {
  if (!Number.isFinite(value)) flaw(run, scalar, 'this is no number that JSON can hold: quote it if text is meant')
  // Above 2^53 a number would silently lose digits. As a text it keeps them, and a field that needs a number reports it.
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return scalar.source
  return value
}

function seqValue(run: Run, seq: YAMLSeq.Parsed, path: FieldPath): YamlValue[] {
  return seq.items.map((item, index) => convert(run, item, [...path, index]))
}

function mapValue(run: Run, map: YAMLMap.Parsed, path: FieldPath): YamlValue {
  const own: { [key: string]: YamlValue } = {}
  const seen = new Set<string>()
  let brought: Brought | undefined
  for (const pair of map.items) {
    const key = keyOf(run, pair.key, map)
    if (key === undefined) continue
    if (seen.has(key)) flaw(run, pair.key, `the key ${key.slice(0, 100)} stands twice in this map: keep one of them`)
    seen.add(key)
    if (isMergeKey(pair.key)) brought = mergeValue(run, pair.value ?? pair.key, path)
    else own[key] = pair.value ? convert(run, pair.value, [...path, key]) : null
  }
  if (!brought) return own
  run.markers.push(...markersOf(brought, own, path))
  return { ...Object.assign({}, ...[...brought.sources].reverse()), ...own }
}

/** What a merge key brings into a map. */
interface Brought {
  /** The one with precedence first. */
  readonly sources: readonly { [key: string]: YamlValue }[]
  /** The markers in the sources. If the merge key has a list, the first part of a path after the map's own is the index of the source. */
  readonly markers: readonly Marker[]
  readonly isList: boolean
}

/**
 * The markers of the sources, with paths in the map. A `!reset` of a key that the map itself or a source with precedence has becomes an
 * `!override`, so that it removes nothing of theirs. Compose ignores `!override` in a list of sources.
 */
function markersOf(
  { sources, markers, isList }: Brought,
  own: { readonly [key: string]: YamlValue },
  path: FieldPath,
): Marker[] {
  return markers.flatMap((marker) => {
    const below = marker.path.slice(path.length)
    const [at, rest] = isList ? [Number(below[0]), below.slice(1)] : [0, below]
    if (marker.tag === '!override') return isList ? [] : [marker]
    const isKept = [own, ...sources.slice(0, at)].some((map) => Object.hasOwn(map, String(rest[0])))
    return [{ tag: isKept ? '!override' : '!reset', path: [...path, ...rest] }]
  })
}

function keyOf(run: Run, node: ParsedNode | null, map: YAMLMap.Parsed): string | undefined {
  const key = isAlias(node) ? targetOf(run, node) : node
  if (key?.anchor && run.expanding === 0) run.anchors.set(key.anchor, key)
  const text = keyText(key)
  again(run, text ?? '')
  const isFalse = isScalar(key) && key.type === 'PLAIN' && FALSE_INDENT.test(key.source)
  if (isFalse && !run.flaws.some(({ message }) => message === FALSELY_INDENTED)) flaw(run, key, FALSELY_INDENTED)
  if (text !== undefined && text !== '__proto__') return text
  const wrong = text === undefined ? 'a key must be text: quote it' : 'the key __proto__ is not allowed'
  flaw(run, node ?? map, wrong)
  return undefined
}

// What pages on the web indent their examples with. To YAML it is part of the key.
const FALSE_INDENT = /^[\p{Zs}\u200b]/u

const FALSELY_INDENTED =
  'a no-break space or its like indents this line, where YAML takes plain ones: indent it, and all others, with spaces'

function keyText(key: ParsedNode | null | undefined): string | undefined {
  if (!isScalar(key)) return undefined
  return key.source === '' && key.type === 'PLAIN' ? undefined : key.source
}

function mergeValue(run: Run, value: ParsedNode, path: FieldPath): Brought {
  const before = run.markers.length
  // Converting first resolves the aliases, counts the values and finds loops.
  const values = convert(run, value, path)
  if (!mergedMaps(value, run.targets) && !isFull(run))
    flaw(run, value, 'a merge key << takes a map, an alias of one, or a list of these')
  const isList = Array.isArray(values)
  const sources = (isList ? values : [values]).map((source) =>
    typeof source === 'object' && source !== null && !Array.isArray(source) ? source : {},
  )
  return { sources, markers: run.markers.splice(before), isList }
}

function flaw(run: Run, node: ParsedNode, message: string): void {
  if (run.flaws.length < yamlLimits.errors) run.flaws.push({ offset: node.range[0], message })
}
