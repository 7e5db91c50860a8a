import type { ManifestError, Place } from '../api/v1/provenance.ts'
import { redactVariable } from '../api/v1/redact/redact.ts'
import type { ParsedDocument } from '../api/v1/yaml/parse-documents.ts'
import type { Marker } from '../api/v1/yaml/to-value.ts'
import { mostNotes, noteAt } from './context.ts'
import { todaysForm } from './generations/first.ts'
import type { TreeNote } from './interpolation/interpolate-tree.ts'
import { interpolateTree, pathKey } from './interpolation/interpolate-tree.ts'
import type { Lookup } from './interpolation/interpolate.ts'
import type { Node, Source } from './node.ts'

/** A document after interpolation, converted to the current Compose format. */
export interface ReadDocument {
  readonly root: Node
  readonly errors: readonly ManifestError[]
  /** Variables that are not set and have no default, and a format that was guessed. */
  readonly warnings: readonly ManifestError[]
  /** The document's merge tags (`!reset`, `!override`), with paths in the current format. */
  readonly markers: readonly Marker[]
  /** How many characters interpolation produced. */
  readonly characters: number
}

/** What a document is part of. */
interface Within {
  /** The names of the services in merged files of the oldest format. */
  readonly others?: ReadonlySet<string>
  /** The file of the project that takes this one in: beside that one are the variables. Absent: this one. */
  readonly of?: string
}

/**
 * Interpolates a document and converts it to the current Compose format. Places still lead to what was written in the file.
 */
export function readDocument(document: ParsedDocument, lookup: Lookup, { others, of }: Within = {}): ReadDocument {
  const { value, interpolated, flaws, blanks, characters } = interpolateTree(document.value, lookup)
  const source: Source = {
    textOf: (path) => document.sourceOf(path),
    positionOf: (path) => document.provenance.positionOf?.(path) ?? { document: 0, path },
    secretsIn: (path) => (interpolated.get(pathKey(path))?.names ?? []).flatMap((name) => secretOf(name, lookup)),
    placeOf(path): Place {
      const place = document.provenance.placeOf(path)
      const found = interpolated.get(pathKey(path))
      if (!found) return place
      return { ...place, origin: 'interpolated', ...(found.unset.length > 0 ? { unset: found.unset } : {}) }
    },
  }
  const told = ({ path, message, isUnset }: TreeNote) =>
    noteAt({ value: null, path, source }, isUnset && of !== undefined ? `${message}, for ${of}` : message)
  const { root, outdated, guess, markers } = todaysForm({ value, path: [], source }, others)
  return {
    root,
    errors: [...flaws, ...outdated].slice(0, mostNotes).map(told),
    warnings: [...guess, ...blanks].slice(0, mostNotes).map(told),
    markers: [...document.markers, ...markers],
    characters,
  }
}

function secretOf(name: string, lookup: Lookup): string[] {
  const value = lookup(name)
  return value && redactVariable(name, value) !== value ? [value] : []
}
