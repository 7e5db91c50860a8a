import { dirname, resolve } from 'node:path/posix'
import { nearest } from '../../api/v1/nearest.ts'
import type { Marker } from '../../api/v1/yaml/to-value.ts'
import { describe, type Node, placeOf } from '../node.ts'
import { isAddress } from '../paths.ts'
import { type Layer, layerOf, mergeLayer, type Reading } from './layer.ts'
import { withoutMarked } from './markers.ts'
import { mergeTrees } from './merge-trees.ts'
import { refuseAt, takeIn } from './project-files.ts'
import { rebaseService } from './rebase.ts'
import { entriesIn, entryIn, mapEntries, shapeOf, textIn, type Tree, withEntry } from './tree.ts'

/** A document each of whose services is merged over the one that it extends. */
export function withExtended({ tree, markers }: Layer, reading: Reading): Tree {
  const services = entryIn(tree, 'services')
  if (!services || ![...entriesIn(services).values()].some((each) => entryIn(each, 'extends'))) return tree
  const within: Within = { services, markers, reading, chain: [] }
  return withEntry(
    tree,
    'services',
    mapEntries(services, (service, name) => extended(service, name, within)),
  )
}

/** Where a service stands, and which services led there. */
interface Within {
  readonly services: Tree
  readonly markers: readonly Marker[]
  readonly reading: Reading
  readonly chain: readonly Link[]
}

/** A service that extends another one, and the node that says so. */
interface Link {
  readonly file: string
  readonly service: string
  readonly node: Node
}

function extended(service: Tree, name: string, within: Within): Tree {
  const said = entryIn(service, 'extends')
  if (!said) return service
  const own = withEntry(service, 'extends', undefined)
  const { reading, markers } = within
  const base = baseOf(said, name, within)
  if (!base) return own
  const path = ['services', name]
  const error = (node: Node, message: string) => void refuseAt(reading.files, node, message)
  return mergeTrees(withoutMarked(base, markers, path), own, { path, error })
}

/** The service that is extended, with all that it extends itself; undefined where there is none, which is told. */
function baseOf(said: Tree, name: string, within: Within): Tree | undefined {
  const { files } = within.reading
  const reference = referenceIn(said, within.reading)
  if (!reference) return undefined
  const chain = [...within.chain, { file: within.reading.file, service: name, node: said.node }]
  const circle = circleIn(chain)
  if (circle !== undefined) return refuseAt(files, said.node, circle)
  const there = reference.file === undefined ? within : inFile(reference.file, said.node, within.reading)
  if (!there) return undefined
  const base = entryIn(there.services, reference.service)
  if (!base) return refuseAt(files, reference.node, missing(reference.service, there))
  const whole = extended(base, reference.service, { ...there, chain })
  if (reference.file === undefined) return whole
  return rebaseService(whole, { baseDirectory: there.reading.directory, variable: there.reading.lookup })
}

interface Reference {
  readonly service: string
  readonly file?: string
  readonly node: Node
}

/** `extends: NAME`, or a map with `service` and `file`. */
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

/** The services of another file, as they stand there: what it includes is no part of them. */
function inFile(file: string, named: Node, { files, lookup, includes }: Reading): Within | undefined {
  files.extended.add(file)
  const documents = takeIn(files, file, named)
  if (!documents) return undefined
  const reading: Reading = { files, file, directory: dirname(file), lookup, includes }
  let whole: Tree | undefined
  for (const document of documents) {
    const layer = layerOf(document, reading)
    if (layer) whole = mergeLayer(whole, layer, reading)
  }
  const services = whole && entryIn(whole, 'services')
  if (!services) return refuseAt(files, named, `${file} has no services`)
  return { services, markers: documents.flatMap(({ markers }) => markers), reading, chain: [] }
}

function missing(service: string, { services, reading }: Within): string {
  const near = nearest(service, [...entriesIn(services).keys()])
  const hint = near === undefined ? '' : `; did you mean ${near}?`
  return `${reading.file} has no service ${service}${hint}`
}

/** More services than this in a row are a mistake or an attack (S12). */
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
