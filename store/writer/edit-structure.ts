import { isSeq } from 'yaml'
import type { FieldPath } from '../../api/v1/provenance.ts'
import type { Tree } from '../../api/v1/yaml/parse-documents.ts'
import { changedValue, type ValueChange } from './changed-value.ts'
import { cutEntry, insertItem, replaceValue } from './entry-splices.ts'
import { findEntry, valueOf } from './find-entry.ts'
import { findTarget, type Refused } from './find-target.ts'
import { insertKey } from './insert-key.ts'
import { type EditedYaml, type Splice, spliceYaml, type Splicing } from './splice-yaml.ts'

/** A change of more than one value: a list or map that is set, what is put into a list, or what goes. */
export interface StructureEdit extends ValueChange {
  /** Which document of the text, blank ones not counted. */
  readonly document: number
}

/**
 * Changes the structure of a YAML or JSON text. Every other byte stays, and every comment: what would take one away is refused, and so
 * is what says anything else than the text before with this change. Pure.
 */
export function editStructure(text: string, { document, ...change }: StructureEdit): EditedYaml {
  return spliceYaml(text, document, (bare, tree) => {
    const found = splicesOf(bare, tree, change)
    if ('refused' in found) return found
    return { ...found, wanted: [changedValue(tree.converted.value, change)], keepsComments: true, otherwise: NO_WAY }
  })
}

const NO_WAY = 'the file is written in a way in which this can not be changed alone'

function splicesOf(text: string, tree: Tree, change: ValueChange): Omit<Splicing, 'wanted'> | Refused {
  const { path, how = 'set' } = change
  if (how === 'set' && isMissing(tree, path)) return addKey(text, tree, change)
  const entry = findEntry(tree, path)
  if ('refused' in entry) return entry
  const { collection, index } = entry
  const value = change.value ?? null
  const offset = (valueOf(entry) ?? collection).range[0]
  const only = (splice: Splice | Refused) => ('refused' in splice ? splice : { splices: [splice], offset })
  if (how === 'remove') return only(cutEntry(text, entry))
  if (how === 'set') return only(replaceValue(text, tree, { entry, value }))
  if (isSeq(collection) && index <= collection.items.length) return only(insertItem(text, tree, { entry, value }))
  return { refused: 'there is no list there', offset }
}

function isMissing(tree: Tree, path: FieldPath): boolean {
  const target = findTarget(tree, path)
  return 'kind' in target && target.kind === 'missing'
}

function addKey(text: string, tree: Tree, { path, value = null }: ValueChange): Omit<Splicing, 'wanted'> | Refused {
  const target = findTarget(tree, path)
  if ('refused' in target || target.kind !== 'missing') return { refused: NO_WAY, offset: target.offset }
  return { splices: [insertKey(text, { target, tree, value })], offset: target.offset }
}
