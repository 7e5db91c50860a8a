import { exits, InstallationError } from '../../api/v1/installation-error.ts'
import { kindNames, kinds, type ObjectOf } from '../../api/v1/kinds.ts'
import { describeRef, refOf } from '../../api/v1/metadata.ts'
import { validateObject } from '../../api/v1/validate.ts'
import { type SetError, validateSet } from '../../api/v1/validate-set.ts'
import { formatPath } from '../../api/v1/validation-error.ts'
import { errorWords } from '../../store/source/format-error.ts'
import { resourceIdOf } from '../../store/source/reading.ts'
import type { Core } from './core.ts'

/** What a command changes keeps every rule of what is declared: what no file may say, no command may either. */
export function refuseInvalid({ store }: Pick<Core, 'store'>, changed: readonly ObjectOf[]): void {
  const fresh = new Map(changed.map((object) => [resourceIdOf(object), object]))
  const before = kindNames
    .filter((kind) => kinds[kind].declared)
    .flatMap((kind): ObjectOf[] => [...store.list(kind).values()])
  const alone = changed.flatMap((object) =>
    validateObject(declaredOf(object)).map((error) => setWords({ ...error, object: refOf(object) })),
  )
  // What was wrong between objects before, such as a secret that was deleted since, is not the doing of this command.
  const known = new Set(validateSet(before).map(setWords))
  const between = validateSet(before.map((object) => fresh.get(resourceIdOf(object)) ?? object)).map(setWords)
  const [first, ...more] = [...alone, ...between.filter((error) => !known.has(error))]
  if (first === undefined) return
  throw new InstallationError(exits.usage, [first, ...more].join('; '), {
    remedy: 'change the manifest and apply it; nothing was changed',
  })
}

function declaredOf({ apiVersion, kind, metadata, spec }: ObjectOf): object {
  const { namespace, name } = metadata
  return { apiVersion, kind, metadata: namespace === undefined ? { name } : { namespace, name }, spec }
}

function setWords(error: SetError): string {
  return `${describeRef(error.object)}: ${formatPath(error.path)}: ${errorWords(error)}`
}
