import { listNames } from '../../api/v1/language/list-names.ts'
import { isMap } from '../../api/v1/yaml/is-map.ts'
import type { ParsedDocument } from '../../api/v1/yaml/parse-documents.ts'
import type { Lookup } from '../interpolation/interpolate.ts'
import { describe, type Node } from '../node.ts'
import { readDocument } from '../read-document.ts'
import { servicesAstray } from '../recognise.ts'
import { type Marks, marksOf, withoutMarked, withoutReset } from './markers.ts'
import { mergeTrees } from './merge-trees.ts'
import { fits, type ProjectFiles, refuseAt } from './project-files.ts'
import { entryIn, shapeOf, treeOf, type Tree } from './tree.ts'

/** The reading of one file: its project, directory and variables, and the includes that led to it. */
export interface Reading {
  readonly files: ProjectFiles
  /** Absolute path of the file. */
  readonly file: string
  /** The directory of the project that the file belongs to; relative paths, also of includes, are resolved against it. */
  readonly directory: string
  readonly lookup: Lookup
  /** The chain of includes that led here, outermost first. */
  readonly includes: readonly Step[]
}

/** An include: the file that has it, and the node of the entry. */
export interface Step {
  readonly file: string
  readonly node: Node
}

/** One document of a file after interpolation, ready to be merged over others. */
export interface Layer {
  readonly tree: Tree
  /** The paths that this document removes from what it is merged over. */
  readonly marks: Marks
}

/** Reads a document as a layer. Returns undefined, after reporting an error, where it is no map or its `services` is empty. */
export function layerOf(document: ParsedDocument, { files, file, lookup }: Reading): Layer | undefined {
  const within = { others: files.servicesAtTop, ...(file === files.first ? {} : { of: files.first }) }
  const { root, errors, warnings, markers, characters } = readDocument(document, lookup, within)
  files.errors.push(...errors)
  files.warnings.push(...warnings)
  // A file that is included in many ways is interpolated each time.
  if (!fits(files, { characters, values: 0 }, root)) return undefined
  const tree = treeOf(root)
  if (shapeOf(tree) !== 'map') return refuseAt(files, root, `must be a map, not ${describe(root)}`)
  const whole = withoutReset(tree, markers)
  const services = entryIn(whole, 'services')
  // An error in Compose too. The file may be cut off before its services, and these must not be deleted (S1).
  if (services && shapeOf(services) === 'nothing') {
    const astray = isMap(root.value) ? servicesAstray(root.value) : []
    const remedy = astray.length > 0 ? `indent ${listNames(astray)} below it` : 'declare one, or take it out'
    return refuseAt(files, services.node, `must be a map, not ${describe(services.node)}: ${remedy}`)
  }
  return { tree: whole, marks: marksOf(markers) }
}

/** Merges a layer over `before`, after removing what the layer's merge tags mark. */
export function mergeLayer(before: Tree | undefined, { tree, marks }: Layer, { files }: Reading): Tree {
  if (!before) return tree
  const error = (node: Node, message: string) => void refuseAt(files, node, message)
  return mergeTrees(withoutMarked(before, marks), tree, { path: [], error })
}
