import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'
import { headsOf, rowOf, type RowOptions } from './object-rows.ts'
import { table } from './table.ts'

/** The formats of `-o`. */
export const formats = ['table', 'wide', 'yaml', 'json', 'name'] as const

export type Format = (typeof formats)[number]

/** What is shown how; `single` when one object was asked for by name. */
export interface ObjectsOptions extends Omit<RowOptions, 'wide' | 'kinds'> {
  readonly format: Format
  readonly single: boolean
  readonly resourceVersion?: string
}

/** Objects in a format, as lines; the YAML library is loaded only for YAML. */
export async function formatObjects(objects: readonly ObjectOf[], options: ObjectsOptions): Promise<string[]> {
  switch (options.format) {
    case 'name':
      return objects.map((object) => `${object.kind.toLowerCase()}/${object.metadata.name}`)
    case 'json':
      return [JSON.stringify(document(objects, options), undefined, 2)]
    case 'yaml': {
      const { yamlText } = await import('./yaml-text.ts')
      return [yamlText(document(objects, options))]
    }
    default:
      return tables(objects, options)
  }
}

function document(objects: readonly ObjectOf[], { single, resourceVersion = '' }: ObjectsOptions): unknown {
  if (single && objects.length === 1) return objects[0]
  return { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion }, items: objects }
}

/** A table per kind, a blank line between them. */
function tables(objects: readonly ObjectOf[], options: ObjectsOptions): string[] {
  const byKind = groupByKind(objects)
  const several = byKind.size > 1
  return [...byKind].flatMap(([kind, members], index) => {
    const rows = { ...options, wide: options.format === 'wide', kinds: several }
    const lines = table(
      headsOf(kind, rows),
      members.map((object) => rowOf(object, rows)),
    )
    return index === 0 ? lines : ['', ...lines]
  })
}

function groupByKind(objects: readonly ObjectOf[]): ReadonlyMap<Kind, readonly ObjectOf[]> {
  const groups = new Map<Kind, ObjectOf[]>()
  for (const object of objects) {
    const group = groups.get(object.kind)
    if (group) group.push(object)
    else groups.set(object.kind, [object])
  }
  return groups
}
