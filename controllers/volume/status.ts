import { by } from '../../api/v1/language/by.ts'
import type { V1Volume, V1VolumeOnNode } from '../../api/v1/generated/types.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { keyOf } from '../../api/v1/names.ts'
import { volumeReasons } from '../../api/v1/reasons.ts'
import { wasForeignOn, wasSeenOn } from '../holds/lost-volume.ts'
import { failedBefore, readyUnlessHeld } from '../runtime/conditions.ts'
import type { Ports } from '../runtime/ports.ts'
import type { VolumeAction, VolumeView } from './plan.ts'

/** How a process that only looks reports the calls that are to be made. */
export function toSay(view: VolumeView, ports: Ports) {
  return {
    asks: ({ do: verb }: VolumeAction) =>
      verb === 'create' || verb === 'remove' ? `${verb} the volume ${view.hostName}` : undefined,
    before: ({ node }: VolumeAction) => failedBefore(view.volume, node),
    say: (actions: readonly VolumeAction[]) =>
      ports.store.putStatus('Volume', keyOf(view.volume), statusOf(view, actions, ports)),
  }
}

/** The status of a volume after these actions: its state on each node, and its Ready condition. */
export function statusOf(
  view: VolumeView,
  actions: readonly VolumeAction[],
  { clock, store }: Pick<Ports, 'clock' | 'store'>,
) {
  const fresh = store.get('Volume', keyOf(view.volume)) ?? view.volume
  const holds = actions.filter((action) => action.do === 'hold')
  const said = { ...summary(view, actions), now: clock.now() }
  // A `remove` action needs no entry: it was carried out, or the entry from before stands.
  const standing = actions.filter((action) => action.do !== 'remove')
  const nodes = standing.map((action): V1VolumeOnNode => {
    const seen =
      action.do === 'create' || action.do === 'keep' || action.do === 'adopt' || wasSeenOn(action.node, fresh)
    return {
      node: action.node,
      seen,
      ...(isForeign(action, fresh) ? { foreign: true } : {}),
      state: stateOf(action),
      ...(action.do === 'hold' ? { reason: action.reason } : {}),
      message: action.because,
      ...(action.do === 'hold' && action.older ? { older: action.older } : {}),
    }
  })
  const others = (fresh.status?.nodes ?? [])
    .filter((entry) => !nodes.some(({ node }) => node === entry.node))
    .map(({ reason: _, ...entry }) =>
      entry.seen && view.onHost.get(entry.node) === 'absent' ? { ...withoutOlder(entry), ...gone } : entry,
    )
  return {
    ...fresh.status,
    observedGeneration: fresh.metadata.generation ?? 1,
    hostName: view.hostName,
    nodes: [...nodes, ...others].sort(by(({ node }) => node)),
    conditions: readyUnlessHeld(fresh, holds, said),
  }
}

function summary({ volume, users, hostName, onHost }: VolumeView, actions: readonly VolumeAction[]) {
  if (users.size === 0) return { reason: volumeReasons.notNeeded, message: 'no task mounts it' }
  const others = volume.spec.external
    ? []
    : actions.filter((action) => users.has(action.node) && isForeign(action, volume))
  const labels = [...onHost.values()].flatMap((found) =>
    typeof found === 'object' && 'labels' in found ? found.labels : [],
  )
  const message = ['it is where its tasks are', ...new Set(labels)].join('; ')
  if (others.length === 0) return { reason: volumeReasons.present, message }
  const where = listNames(others.map(({ node }) => node))
  return {
    reason: volumeReasons.madeByOthers,
    message: `${hostName} on ${where} was made by others, and is used as it is: its data stays at every deletion; where that is meant, declare it as external`,
  }
}

/** For a volume that was there and is gone, but is mounted by no task: not a loss yet. */
const gone = { state: 'Absent', message: 'it was there, and is gone' } as const

function withoutOlder({ older: _, ...entry }: V1VolumeOnNode): V1VolumeOnNode {
  return entry
}

/** Only a loss waits for an approval. */
function stateOf(action: VolumeAction): 'Present' | 'Lost' | 'Held' {
  if (action.do !== 'hold') return 'Present'
  return action.reason === volumeReasons.volumeLost ? 'Lost' : 'Held'
}

/** Whether others made the volume on the action's node; after a hold, as recorded before. */
export function isForeign(action: VolumeAction, volume: V1Volume): boolean {
  return action.do === 'hold' ? wasForeignOn(action.node, volume) : 'foreign' in action
}
