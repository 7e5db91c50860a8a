import { groupBy } from '../../../api/v1/language/group-by.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { aboutFile, type ManifestError } from '../../../api/v1/provenance.ts'
import { type Accepted, DESIRED } from './accepted.ts'
import { inactiveIn } from '../reading/inactive.ts'
import { type FileReading, idsIn, type ResourceId, type RootReading, stacksOf } from '../reading/reading.ts'

const PROFILES = 'COMPOSE_PROFILES'
/** The variable that names a stack whose file does not. */
export const PROJECT_NAME = 'COMPOSE_PROJECT_NAME'

interface Read {
  readonly root: string
  readonly reading: RootReading
  readonly accepted: ReadonlyMap<ResourceId, Accepted>
}

/**
 * Finds files that would lose resources because a variable is unset, with what to do: the file that sets it may be truncated, or an
 * untracked .env gone, which is no wish to delete (S1). Not for applies, where a person sees the plan.
 */
export function lostToUnset({ root, reading, accepted }: Read): ReadonlyMap<string, ManifestError> {
  const files = [...reading.files.values()].filter(({ unset = [], errors }) => unset.length > 0 && errors.length === 0)
  if (root === DESIRED || files.length === 0) return new Map()
  const named = new Set(idsIn([...reading.files.values()]))
  const isLost = ({ root: of, id, object }: Accepted) => of === root && !named.has(id) && !isBeingDeleted(object)
  const lost = groupBy([...accepted.values()].filter(isLost), ({ file }) => file)
  return new Map(
    files.flatMap((file) => {
      const gone = lost.get(file.file) ?? []
      const message = renamed(file, gone) ?? leftOut(file, gone)
      return message === undefined ? [] : [[file.file, aboutFile(file.file, message)] as const]
    }),
  )
}

/** Not where an edit of the file itself took the name out. */
function renamed({ hash, unset = [], stacks }: FileReading, lost: readonly Accepted[]): string | undefined {
  const names = unset.filter((name) => name !== PROFILES)
  const named = lost.filter(({ fileHash, isNamedByVariable }) => isNamedByVariable || fileHash === hash)
  const others = stacksOf(named.map(({ id }) => id)).filter((stack) => !stacks.includes(stack))
  if (names.length === 0 || others.length === 0) return undefined
  const [now, was] = [stacks.join(', '), others.join(', ')]
  const isNameless = names.includes(PROJECT_NAME)
  const why = `${names.join(', ')} is not set${isNameless ? ', and no name: is given' : ''}`
  const remedy = `set it again${isNameless ? `, or write name: ${was} at its top` : ''}`
  return `is of the stack ${now}, as ${why}, and was of ${was}: ${remedy}; where ${now} is meant, write name: ${now} at its top`
}

/** Not services that an edit of the file itself put into a profile. */
function leftOut(file: FileReading, lost: readonly Accepted[]): string | undefined {
  const inactive = inactiveIn([file])
  const isOff = ({ id, fileHash, profiled }: Accepted) => (profiled || fileHash === file.hash) && inactive.has(id)
  const off = lost.filter(isOff).map(({ id }) => id)
  if (!file.unset?.includes(PROFILES) || off.length === 0) return undefined
  return `leaves out ${off.join(', ')}, as ${PROFILES} is not set, which it had: set it again; where that is meant, write ${PROFILES}= into .env`
}
