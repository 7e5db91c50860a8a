import type { ObjectOf } from '../../api/v1/kinds.ts'
import { groupBy } from '../../api/v1/language/group-by.ts'
import type { CustomColumn, Format } from './format.ts'
import { evaluate, render, textOf } from './jsonpath/evaluate.ts'
import { headsOf, rowOf, type RowOptions } from './object-rows.ts'
import { plainText } from './plain-text.ts'
import { table } from './table.ts'

/** How to format objects; `single` if one object was named. */
export interface ObjectsOptions extends Omit<RowOptions, 'wide' | 'kinds'> {
  readonly format: Format
  readonly single: boolean
  /** Whether to omit the header line of tables. */
  readonly noHeaders?: boolean
  readonly resourceVersion?: string
}

/** Formats objects as lines. The YAML library is loaded only for YAML. */
export async function formatObjects(objects: readonly ObjectOf[], options: ObjectsOptions): Promise<string[]> {
  const { format } = options
  switch (format.as) {
    case 'name':
      return objects.map((object) => `${object.kind.toLowerCase()}/${object.metadata.name}`)
    case 'json':
      return [JSON.stringify(document(objects, options), undefined, 2)]
    case 'yaml': {
      const { yamlText } = await import('./yaml-text.ts')
      return [yamlText(document(objects, options))]
    }
    case 'jsonpath':
      return [render(format.template, document(objects, options))]
    case 'custom-columns':
      return customTable(objects, format.columns, options)
    default:
      return tables(objects, options)
  }
}

function document(objects: readonly ObjectOf[], { single, resourceVersion = '' }: ObjectsOptions): unknown {
  if (single && objects.length === 1) return objects[0]
  return { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion }, items: objects }
}

/** A table per kind, separated by blank lines. */
function tables(objects: readonly ObjectOf[], options: ObjectsOptions): string[] {
  const byKind = groupBy(objects, ({ kind }) => kind)
  const several = byKind.size > 1
  return [...byKind].flatMap(([kind, members], index) => {
    const rows = { ...options, wide: options.format.as === 'wide', kinds: several }
    const lines = headed(
      headsOf(kind, rows),
      members.map((object) => rowOf(object, rows)),
      options,
    )
    return index === 0 ? lines : ['', ...lines]
  })
}

function customTable(
  objects: readonly ObjectOf[],
  columns: readonly CustomColumn[],
  options: ObjectsOptions,
): string[] {
  const cells = (object: ObjectOf) => columns.map(({ path }) => customCell(evaluate(path, object)))
  return headed(
    columns.map(({ head }) => head),
    objects.map(cells),
    options,
  )
}

function customCell(values: readonly unknown[]): string {
  return values.length === 0 ? '<none>' : plainText(values.map(textOf).join(','))
}

function headed(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  { noHeaders }: ObjectsOptions,
): string[] {
  return noHeaders ? table([], rows).slice(1) : table(heads, rows)
}
