import type { ParsedDocument } from '../../api/v1/yaml/parse-documents.ts'
import type { Lookup } from '../interpolation/interpolate.ts'
import { describe, type Node } from '../node.ts'
import { readDocument } from '../read-document.ts'
import { type Marks, marksOf, withoutMarked, withoutReset } from './markers.ts'
import { mergeTrees } from './merge-trees.ts'
import { type ProjectFiles, refuseAt } from './project-files.ts'
import { entryIn, shapeOf, treeOf, type Tree } from './tree.ts'

/** How a file is read: as what, from where, and by whom. */
export interface Reading {
  readonly files: ProjectFiles
  /** Absolute path of the file. */
  readonly file: string
  /** Where the project stands that it is a file of: its relative paths, and those of what it includes, are taken from there. */
  readonly directory: string
  readonly lookup: Lookup
  /** The includes that led here, the first first. */
  readonly includes: readonly Step[]
}

/** A file that led to another one: where it names that. */
export interface Step {
  readonly file: string
  readonly node: Node
}

/** One document of a file with its variables replaced. */
export interface Layer {
  readonly tree: Tree
  /** What goes of what was there before. */
  readonly marks: Marks
}

/** A document as a layer; undefined when it is no map, or has services without any, which is told. */
export function layerOf(document: ParsedDocument, { files, lookup }: Reading): Layer | undefined {
  const { root, errors, warnings, markers } = readDocument(document, lookup, files.servicesAtTop)
  files.errors.push(...errors)
  files.warnings.push(...warnings)
  const tree = treeOf(root)
  if (shapeOf(tree) !== 'map') return refuseAt(files, root, `must be a map, not ${describe(root)}`)
  const whole = withoutReset(tree, markers)
  const services = entryIn(whole, 'services')
  // Compose wants a map; and a file may be cut off before what it declared (S1).
  if (services && shapeOf(services) === 'nothing')
    return refuseAt(files, services.node, `must be a map, not ${describe(services.node)}: declare one, or take it out`)
  return { tree: whole, marks: marksOf(markers) }
}

/** A layer over what is there. */
export function mergeLayer(before: Tree | undefined, { tree, marks }: Layer, { files }: Reading): Tree {
  if (!before) return tree
  const error = (node: Node, message: string) => void refuseAt(files, node, message)
  return mergeTrees(withoutMarked(before, marks), tree, { path: [], error })
}
