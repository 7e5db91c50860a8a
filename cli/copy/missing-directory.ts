import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import { shellWord } from '../../api/v1/language/shell-word.ts'

/** The error for a missing directory in a task, with the command that creates it. */
export function missingDirectory(path: string, { kind, name, namespace }: ObjectRef): InstallationError {
  const stack = namespace === undefined ? '' : ` -n ${namespace}`
  const make = `reconcile exec${stack} ${kind.toLowerCase()}/${name} -- mkdir -p ${shellWord(path)}`
  return new InstallationError(exits.failed, `there is no directory ${path} in ${name}`, {
    remedy: `make it with \`${make}\`, or name one that is there`,
  })
}

/** The error for a file in the place of a directory. */
export function fileInTheWay(path: string, { name }: ObjectRef): InstallationError {
  return new InstallationError(exits.failed, `${path} in ${name} is no directory: nothing can lie below it`, {
    remedy: 'name another place to copy to',
  })
}
