import { dirname } from 'node:path'
import { isWithin } from '../../api/v1/language/path-within.ts'
import { DESIRED } from '../../store/source/acceptance/accepted.ts'

/** Whether a path is in the directory of its manifest, or in the watched root. */
export function isBeside(source: string, { file, root }: { readonly file: string; readonly root?: string }): boolean {
  return isWithin(source, dirname(file)) || (root !== undefined && root !== DESIRED && isWithin(source, root))
}
