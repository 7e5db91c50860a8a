import { dirname, join } from 'node:path'
import type { V1Config, V1Secret } from '../../api/v1/generated/types.ts'
import { annotations } from '../../api/v1/labels.ts'
import { DESIRED } from '../source/acceptance/accepted.ts'

/** How the variable of a Secret or Config gets a value: what a watched directory declares is not applied by anybody. */
export function variableRemedy({ metadata }: Pick<V1Secret | V1Config, 'metadata'>): string {
  const { [annotations.root]: root = DESIRED, [annotations.source]: file } = metadata.annotations ?? {}
  if (root === DESIRED || file === undefined) return 'set it and apply again'
  return `set it in ${join(dirname(file), '.env')}, where a Compose file declares it, or start serve with it in its environment`
}
