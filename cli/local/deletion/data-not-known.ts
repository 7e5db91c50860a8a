import { hostNameOf, keyOf } from '../../../api/v1/names.ts'
import { seenOn } from '../../../controllers/holds/lost-volume.ts'
import type { V1Volume } from '../../../api/v1/generated/types.ts'
import type { Store } from '../../../store/objects/store.ts'
import { objectOf } from '../../../store/source/acceptance/origins.ts'
import { volumeGoesBy } from '../../../store/source/facts/own-home.ts'
import { type ResourceId, resourceIdOf } from '../../../store/source/reading/reading.ts'
import { answersOfAll } from '../answers.ts'
import type { Core } from '../open/core.ts'

/**
 * Notes about volumes to be deleted with their data, which this home has never seen on a host nor placed a task of: an unreachable host may
 * have an older one, which stays. The deletion does not wait for that host, which may be unrelated to the stack.
 */
export async function dataNotKnown(
  core: Pick<Core, 'store' | 'engines'>,
  ids: readonly ResourceId[],
  { volumes, signal }: { readonly volumes: boolean; readonly signal: AbortSignal },
): Promise<readonly string[]> {
  const unseen = volumes ? ids.flatMap((id) => unseenVolume(id, core.store)) : []
  const [first] = unseen
  if (!first) return []
  const run = { signal, object: resourceIdOf(first), reason: 'whether there is data of it' }
  const { silent } = await answersOfAll(core, (engine) => engine.listVolumes({}, run))
  return unseen.flatMap((volume) =>
    silent.map(
      ({ node, message }) =>
        `${resourceIdOf(volume)}: whether ${node} has data of it is not known: ${message}; what is there stays; ${volumeGoesBy({ name: hostNameOf(volume), nodes: [node] }, core.store)}`,
    ),
  )
}

function unseenVolume(id: ResourceId, store: Store): readonly V1Volume[] {
  const object = objectOf(store, id)
  if (object?.kind !== 'Volume' || object.spec.external || seenOn(object).length > 0) return []
  const placed = [...store.by('Task', 'volume', keyOf(object)).values()].some(({ spec }) => spec.node !== undefined)
  return placed ? [] : [object]
}
