import type { FieldPath } from '../../api/v1/provenance.ts'
import { yamlLimits } from '../../api/v1/yaml/read-nodes.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { pathKey } from '../interpolation/interpolate-tree.ts'
import type { Node, Source } from '../node.ts'
import { countOf } from './count.ts'
import type { Tree } from './tree.ts'

/** Converts a tree to one node whose places lead to the files of its parts; undefined when it is too large (S12). */
export function weave(tree: Tree): Node | undefined {
  const run: Run = { nodes: new Map(), values: 0 }
  const value = build(run, tree, [])
  return run.values > yamlLimits.values ? undefined : { value, path: [], source: wovenSource(run.nodes) }
}

interface Run {
  /** The original node of each part, by its path in the result. */
  readonly nodes: Map<string, Node>
  values: number
}

function build(run: Run, { node, entries, items }: Tree, path: FieldPath): YamlValue {
  run.values += 1
  if (run.values > yamlLimits.values) return null
  run.nodes.set(pathKey(path), { ...node, value: null })
  if (entries) return Object.fromEntries([...entries].map(([key, each]) => [key, build(run, each, [...path, key])]))
  if (items) return items.map((each, index) => build(run, each, [...path, index]))
  run.values += countOf(node.value)
  return node.value
}

function wovenSource(nodes: ReadonlyMap<string, Node>): Source {
  const ask =
    <T>(question: (source: Source, path: FieldPath) => T) =>
    (path: FieldPath): T => {
      const { node, rest } = nearest(nodes, path)
      return question(node.source, [...node.path, ...rest])
    }
  return {
    placeOf: ask((source, path) => source.placeOf(path)),
    textOf: ask((source, path) => source.textOf(path)),
    secretsIn: ask((source, path) => source.secretsIn(path)),
    positionOf: ask((source, path) => source.positionOf(path)),
  }
}

interface Nearest {
  readonly node: Node
  readonly rest: FieldPath
}

function nearest(nodes: ReadonlyMap<string, Node>, path: FieldPath): Nearest {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = nodes.get(pathKey(path.slice(0, length)))
    if (node) return { node, rest: path.slice(length) }
  }
  throw new Error('a tree has a root')
}
