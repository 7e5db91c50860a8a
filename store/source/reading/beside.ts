import { dirname } from 'node:path/posix'
import { isWithin } from '../../../api/v1/language/path-within.ts'
import { DESIRED } from '../acceptance/accepted.ts'

/** Whether a path is in the directory of its manifest, or in the watched root. All is in the root of a machine, and nothing is beside it. */
export function isBeside(source: string, { file, root }: { readonly file: string; readonly root?: string }): boolean {
  const directories = [dirname(file), ...(root === undefined || root === DESIRED ? [] : [root])]
  return directories.some((directory) => directory !== '/' && isWithin(source, directory))
}
