import type { ObjectOf } from '../../api/v1/kinds.ts'
import { evaluate, textOf } from '../output/jsonpath/evaluate.ts'
import { parsePath } from '../output/jsonpath/parse.ts'
import { usageError } from '../usage.ts'

/** Parses `status.phase=Running,spec.node!=local` as kubectl does, but for any field. A missing field equals the empty string. */
export function parseFieldSelector(text: string): (object: ObjectOf) => boolean {
  const terms = text
    .split(',')
    .map((term) => term.trim())
    .filter((term) => term !== '')
    .map(parseTerm)
  return (object) => terms.every((term) => term(object))
}

function parseTerm(term: string): (object: ObjectOf) => boolean {
  const [, field, operator, value = ''] = /^([A-Za-z][\w.[\]'/-]*)\s*(!=|==|=)\s*(.*)$/.exec(term) ?? []
  if (field === undefined)
    throw usageError(`--field-selector ${term} is no condition`, 'write FIELD=VALUE, as status.phase!=Running')
  const path = parsePath(`.${field}`)
  const isEqual = (object: ObjectOf) => evaluate(path, object).map(textOf).join(',') === value
  return operator === '!=' ? (object) => !isEqual(object) : isEqual
}
