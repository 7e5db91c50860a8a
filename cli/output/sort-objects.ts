import type { ObjectOf } from '../../api/v1/kinds.ts'
import { usageError } from '../usage.ts'
import { evaluate, textOf } from './jsonpath/evaluate.ts'
import { parsePath } from './jsonpath/parse.ts'

/** Natural order: web-9 before web-10. */
const { compare } = new Intl.Collator('en', { numeric: true })

/** Sorts objects by the value of a path, as kubectl's `--sort-by`; those without a value come first. Stable. */
export function sortObjects(objects: readonly ObjectOf[], by: string): readonly ObjectOf[] {
  const path = parsePath(by)
  const keyed = objects.map((object) => ({ object, key: evaluate(path, object)[0] }))
  if (objects.length > 0 && keyed.every(({ key }) => key === undefined))
    throw usageError(
      `--sort-by ${by}: no object has that`,
      'see the fields of one with `reconcile get KIND/NAME -o yaml`',
    )
  return keyed.sort((a, b) => order(a.key, b.key)).map(({ object }) => object)
}

function order(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return Number(b === undefined) - Number(a === undefined)
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return compare(textOf(a), textOf(b))
}
