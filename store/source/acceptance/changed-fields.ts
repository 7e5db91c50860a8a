import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { differences } from '../../../api/v1/language/differences.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import { theirMetadata } from '../../../api/v1/their-metadata.ts'
import { formatPath } from '../../../api/v1/validation/validation-error.ts'

/** How many fields are named; of the others the number is given. */
const NAMED = 6

/** The declared fields that differ, by name alone, as a value may be secret (S9); empty where none differs. */
export function changedFields(before: ObjectOf, after: ObjectOf): string {
  const fields = [
    ...differences(before.spec, after.spec),
    ...differences(theirMetadata(before), theirMetadata(after)),
  ].map(({ path }) => formatPath(path))
  return listNames(fields, NAMED)
}
