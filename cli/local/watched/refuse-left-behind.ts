import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { isWithin } from '../../../api/v1/language/path-within.ts'
import type { Accepted } from '../../../store/source/acceptance/accepted.ts'
import { placesOf } from '../../../store/source/acceptance/other-roots.ts'
import type { FileReading, ResourceId } from '../../../store/source/reading/reading.ts'

interface LeftBehind {
  readonly root: string
  /** The directories that stay watched, and all their files. */
  readonly others: readonly string[]
  readonly files: readonly FileReading[]
  /** What their files declared beside `root` when they could be read last. */
  readonly claimed: readonly (readonly [ResourceId, string])[]
}

/**
 * Throws (exit 2) if a resource to be deleted seems to be declared in a remaining directory after all, by a broken or renamed file:
 * deleting it is then not intended.
 */
export function refuseLeftBehind(going: readonly Accepted[], { root, others, files, claimed }: LeftBehind): void {
  for (const each of going) {
    const claiming = claimed.flatMap(([id, file]) => (id === each.id ? [file] : []))
    const places = [...placesOf(each.file, root, others), ...claiming]
    for (const found of files) {
      const [why, remedy] = (places.includes(found.file) ? lackOf(found, each) : linkTo(found, each)) ?? []
      if (why !== undefined)
        throw new InstallationError(exits.usage, why, { remedy: `${remedy}; nothing was forgotten` })
    }
  }
}

/**
 * A file may be blank after a full disk or a crash. A manifest without a stack name has moved to the stack named after its new directory.
 */
function lackOf({ file, foreign, manifests }: FileReading, { id, object, file: declared }: Accepted) {
  if (foreign)
    return [
      `${file}: no manifest is in it, and ${declared} declared ${id}`,
      'write it again, or delete the file',
    ] as const
  const { name, namespace = '' } = object.metadata
  const twin = manifests.find((each) => each.object.kind === object.kind && each.object.metadata.name === name)
  if (!twin) return undefined
  const remedy = `keep it with \`name: ${namespace}\` in a Compose file, \`namespace: ${namespace}\` in a manifest; or forget the one, and then watch the other, to have it made anew`
  return [`${file}: ${twin.id} is in the place of ${id}, which would be deleted`, remedy] as const
}

function linkTo({ file, outside, errors: [error] }: FileReading, { id, file: declared }: Accepted) {
  if (!outside || !isWithin(declared, file)) return undefined
  return [
    `${file}: ${error?.message}; ${declared} declared ${id}`,
    'watch that directory as well, or take the link away',
  ] as const
}
