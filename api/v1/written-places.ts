import { posix } from 'node:path'
import type { V1TaskTemplate, V1Volume } from './generated/types.ts'
import { relativeTo } from './language/path-within.ts'
import { hostNameOf } from './names.ts'
import { writtenMounts } from './template-refs.ts'

/** What a service may write to, its name, and the file that declares it. */
export interface Writer {
  readonly service: string
  readonly file: string | undefined
  readonly places: readonly string[]
}

/** The volumes and host paths that a template may write to, as people name them. `volumeOf` finds the Volume of its stack by name. */
export function placesWritten(
  template: V1TaskTemplate,
  volumeOf: (name: string) => V1Volume | undefined,
): readonly string[] {
  return writtenMounts(template).flatMap(({ type, source }) => {
    if (type === 'Bind' || source === undefined) return source ?? []
    const volume = volumeOf(source)
    return volume ? [`the volume ${hostNameOf(volume)}`] : []
  })
}

/**
 * The first place of `other` that `one` may write to as well, in words; undefined if there is none. It is the same place also where both
 * are the service of that name and it has the same path from their files: their project may have moved with its data.
 */
export function sharedPlace(one: Writer, other: Writer): string | undefined {
  const same = other.places.find((place) => one.places.includes(place))
  if (same !== undefined || one.service !== other.service) return same
  if (one.file === undefined || other.file === undefined) return undefined
  const [here, there] = [posix.dirname(one.file), posix.dirname(other.file)]
  const moved = other.places.find((place) => {
    const inProject = relativeTo(there, place)
    return inProject !== undefined && one.places.includes(posix.join(here, inProject))
  })
  return moved === undefined ? undefined : `${moved}, which may have moved here with its project`
}
