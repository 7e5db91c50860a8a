import type { V1Volume } from '../../api/v1/generated/types.ts'
import { labels } from '../../api/v1/labels.ts'
import { hostNameOf } from '../../api/v1/names.ts'
import { pick } from '../../api/v1/pick.ts'
import { objectOf } from '../../store/source/origins.ts'
import { type FileReading, objectsIn, resourceIdOf } from '../../store/source/reading.ts'
import type { Core } from './open/core.ts'

/** A volume of a host, as far as it says whose it is. */
interface OnHost {
  readonly node: string
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
}

/** What an earlier deletion left on the hosts of what files declare: ours, and what people are told of the rest. */
export interface LeftVolumes {
  readonly ours: readonly V1Volume[]
  readonly notes: readonly string[]
}

export const noneLeft: LeftVolumes = { ours: [], notes: [] }

/**
 * What a deletion without `--volumes` left of what files declare: the one with it is to delete that too. Else `down` and then
 * `down -v` would leave the data, and say that there is nothing.
 */
export async function findLeft(
  { store, installation, engines }: Pick<Core, 'store' | 'installation' | 'engines'>,
  { files, signal }: { readonly files: readonly FileReading[]; readonly signal: AbortSignal },
): Promise<LeftVolumes> {
  const forgotten = objectsIn(files).flatMap((object) =>
    object.kind === 'Volume' && !object.spec.external && !objectOf(store, resourceIdOf(object)) ? [object] : [],
  )
  const [first] = forgotten
  if (!first) return noneLeft
  const run = { signal, object: resourceIdOf(first), reason: 'whether its data is there still' }
  const asked = [...(await engines()).values()].map(async (engine) => {
    const volumes = await engine.listVolumes({}, run)
    return volumes.map(({ Name, Labels }) => ({ node: engine.node, name: Name, labels: Labels ?? {} }))
  })
  return leftVolumes((await Promise.all(asked)).flat(), { forgotten, installation })
}

/** Declares them again, so that there is something to delete. */
export function declareLeft({ store }: Pick<Core, 'store'>, { ours }: LeftVolumes): void {
  for (const { metadata, ...volume } of ours)
    store.create('Volume', { ...volume, metadata: { name: metadata.name, ...pick(metadata, ['namespace']) } })
}

/** Which of the forgotten volumes hosts have, by whose labels they carry (S4). Pure. */
export function leftVolumes(
  found: readonly OnHost[],
  { forgotten, installation }: { readonly forgotten: readonly V1Volume[]; readonly installation: string },
): LeftVolumes {
  const isOurs = ({ metadata }: V1Volume, { labels: own }: OnHost) =>
    own[labels.installation] === installation &&
    own[labels.stack] === metadata.namespace &&
    own[labels.name] === metadata.name
  const left = forgotten.flatMap((volume) =>
    found
      .filter(({ name }) => name === hostNameOf(volume))
      .map((each) => ({ volume, each, isOurs: isOurs(volume, each) })),
  )
  const ours = new Set(left.filter((each) => each.isOurs).map(({ volume }) => volume))
  const notes = left
    .filter((each) => !each.isOurs)
    .map(
      ({ volume, each: { name, node } }) =>
        `${resourceIdOf(volume)}: the volume ${name} on ${node} was made by others, and stays with its data; \`docker volume rm ${name}\` there deletes it`,
    )
  return { ours: [...ours], notes }
}
