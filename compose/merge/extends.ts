import { dirname, resolve } from 'node:path/posix'
import { nearest } from '../../api/v1/validation/nearest.ts'
import { mostNotes } from '../context.ts'
import { describe, type Node, placeOf } from '../node.ts'
import { isAddress } from '../paths.ts'
import { charactersIn, countIn } from './count.ts'
import { type Layer, layerOf, mergeLayer, type Reading } from './layer.ts'
import { marksOf, withoutMarked } from './markers.ts'
import { mergeTrees } from './merge-trees.ts'
import { type Base, type BaseFile, fits, isFull, refuseAt, takeIn } from './project-files.ts'
import { rebaseService } from './rebase.ts'
import { entriesIn, entryIn, mapEntries, shapeOf, textIn, type Tree, withEntry } from './tree.ts'

/** Resolves `extends` in a document: merges each service over the one that it extends. */
export function withExtended({ tree, marks }: Layer, reading: Reading): Tree {
  const services = entryIn(tree, 'services')
  if (!services || ![...entriesIn(services).values()].some((each) => entryIn(each, 'extends'))) return tree
  const within: Within = { services: entriesIn(services), marks, reading, chain: [], whole: new Map() }
  return withEntry(
    tree,
    'services',
    mapEntries(services, (service, name) => extended(service, name, within).tree),
  )
}

/** The file that a service is in, and the chain of extends that led to it. */
interface Within extends BaseFile {
  readonly reading: Reading
  readonly chain: readonly Link[]
}

/** A service that extends another one, with the node of its `extends`. */
interface Link {
  readonly file: string
  readonly service: string
  readonly node: Node
}

/** Resolves the `extends` of a service. A cached result is not reused where the whole chain would be too long: resolving reports that. */
function extended(service: Tree, name: string, within: Within): Base {
  const said = entryIn(service, 'extends')
  if (!said) return { tree: service, depth: 0 }
  const { files } = within.reading
  const known = within.whole.get(name)
  if (known && within.chain.length + known.depth <= longest) return known
  const before = files.errors.length
  const made = overBase(withEntry(service, 'extends', undefined), name, { said, within })
  if (files.errors.length === before) within.whole.set(name, made)
  return made
}

function overBase(own: Tree, name: string, { said, within }: { readonly said: Tree; readonly within: Within }): Base {
  const { files } = within.reading
  if (files.errors.length >= mostNotes || isFull(files)) return { tree: own, depth: 0 }
  const base = baseOf(said, name, within)
  if (!base) return { tree: own, depth: 0 }
  const size = { values: countIn(base.tree), characters: charactersIn(base.tree) }
  if (!fits(files, size, said.node)) return { tree: own, depth: 0 }
  const path = ['services', name]
  const error = (node: Node, message: string) => void refuseAt(files, node, message)
  const tree = mergeTrees(withoutMarked(base.tree, within.marks, path), own, { path, error })
  // The result has the place of the extending service, not that of its base, which others may extend too.
  return { tree: { ...tree, node: own.node }, depth: base.depth + 1 }
}

/** The extended service, with its own `extends` resolved. Returns undefined, after reporting an error, where there is none. */
function baseOf(said: Tree, name: string, within: Within): Base | undefined {
  const { files } = within.reading
  const reference = referenceIn(said, within.reading)
  if (!reference) return undefined
  const chain = [...within.chain, { file: within.reading.file, service: name, node: said.node }]
  const circle = circleIn(chain)
  if (circle !== undefined) return refuseAt(files, said.node, circle)
  const there = reference.file === undefined ? within : inFile(reference.file, said.node, within.reading)
  if (!there) return undefined
  const base = there.services.get(reference.service)
  if (!base) return refuseAt(files, reference.node, missing(reference.service, there))
  const whole = extended(base, reference.service, { ...there, chain })
  if (reference.file === undefined) return whole
  const { directory, lookup } = there.reading
  return { ...whole, tree: rebaseService(whole.tree, { baseDirectory: directory, variable: lookup }) }
}

interface Reference {
  readonly service: string
  readonly file?: string
  readonly node: Node
}

/** Reads `extends`: a service's name, or a map with `service` and `file`. */
function referenceIn(said: Tree, { files, directory }: Reading): Reference | undefined {
  const isMap = shapeOf(said) === 'map'
  const named = isMap ? entryIn(said, 'service') : said
  const service = named && textIn(named)
  if (service === undefined)
    return refuseAt(files, said.node, `must be a service's name, or a map with service, not ${describe(said.node)}`)
  const node = named?.node ?? said.node
  const written = isMap ? entryIn(said, 'file') : undefined
  if (!written || shapeOf(written) === 'nothing') return { service, node }
  const file = textIn(written)
  if (file === undefined || file === '')
    return refuseAt(files, written.node, `must be a path, not ${describe(written.node)}`)
  if (isAddress(file)) return refuseAt(files, written.node, `is an address: fetch ${file}, and name the file here`)
  return { service, node, file: resolve(directory, file) }
}

/** The services of another file as written there; services that this file includes don't count. */
function inFile(file: string, named: Node, { files, lookup, includes }: Reading): Within | undefined {
  files.extended.add(file)
  const reading: Reading = { files, file, directory: dirname(file), lookup, includes }
  const base = files.bases(lookup, file, () => baseFile(named, reading))
  return base && { ...base, reading, chain: [] }
}

function baseFile(named: Node, reading: Reading): BaseFile | undefined {
  const { files, file } = reading
  const documents = takeIn(files, file, named)
  if (!documents) return undefined
  let whole: Tree | undefined
  for (const document of documents) {
    const layer = layerOf(document, reading)
    if (layer) whole = mergeLayer(whole, layer, reading)
  }
  const services = whole && entryIn(whole, 'services')
  if (!services) return refuseAt(files, named, `${file} has no services`)
  const marks = marksOf(documents.flatMap((document) => document.markers))
  return { services: entriesIn(services), marks, whole: new Map() }
}

function missing(service: string, { services, reading }: Within): string {
  const near = nearest(service, [...services.keys()])
  const hint = near === undefined ? '' : `; did you mean ${near}?`
  return `${reading.file} has no service ${service}${hint}`
}

/** The longest chain of extends. Longer is a mistake or an attack (S12). */
const longest = 50

function circleIn(chain: readonly Link[]): string | undefined {
  const last = chain.at(-1)
  const isKnown = chain.slice(0, -1).some(({ file, service }) => file === last?.file && service === last.service)
  if (!isKnown && chain.length <= longest) return undefined
  const words = chain.slice(0, 10).map(({ service, node }) => {
    const { file, line } = placeOf(node)
    return `${service} (${file}:${line})`
  })
  const what = isKnown ? 'extends itself in a circle' : `extends through more than ${longest} services`
  return `${what}: ${words.join(' → ')}`
}
