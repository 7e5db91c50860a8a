import type { V1Volume, V1VolumeOnNode, V1VolumeSpec } from '../../api/v1/generated/types.ts'
import { labels } from '../../api/v1/labels.ts'

/** The nodes where a volume was ever seen, as kept in storage. */
export function seenOn({ status }: V1Volume): readonly string[] {
  return (status?.nodes ?? []).flatMap(({ node, seen }) => (seen ? [node] : []))
}

/** Whether a volume was ever seen on a node. */
export function wasSeenOn(node: string, volume: V1Volume): boolean {
  return entryOf(node, volume)?.seen ?? false
}

/** Whether a node had a volume when it last answered: it was seen there, and was not found gone since. */
export function wasLastOn(node: string, volume: V1Volume): boolean {
  const { seen = false, state = '' } = entryOf(node, volume) ?? {}
  return seen && !['Absent', 'Lost'].includes(state)
}

/**
 * The nodes on which a person may approve an empty volume in place of the lost one: those where it is Lost. Where none is, all nodes that
 * had it, if none has it any more: an update that waited for it may have been rolled back, and can then go on.
 */
export function lossesOf({ status }: V1Volume): readonly V1VolumeOnNode[] {
  const nodes = status?.nodes ?? []
  const lost = nodes.filter(({ state }) => state === 'Lost')
  if (lost.length > 0) return lost
  return nodes.every(({ state }) => state === 'Absent') ? nodes.filter(({ seen }) => seen) : []
}

/** Whether the volume last seen on a node was made by others. */
export function wasForeignOn(node: string, volume: V1Volume): boolean {
  return entryOf(node, volume)?.foreign ?? false
}

/** Whether a volume on a host has our labels. Labels can't be changed, so one without them is another volume. */
export function isOwnVolume(
  found: { readonly Labels?: Readonly<Record<string, string>> | null },
  installation: string,
) {
  return found.Labels?.[labels.installation] === installation
}

/**
 * Whether our volume was on a node and another of its name is there now: made by a person, or made empty by an engine that was to mount
 * the missing one. Nobody can tell which, so it is never removed (S4), and a person has to approve its use.
 */
export function isReplaced(node: string, volume: V1Volume, foundIsOurs: boolean): boolean {
  return !foundIsOurs && volume.spec.external !== true && wasSeenOn(node, volume) && !wasForeignOn(node, volume)
}

/** Whether the data is on remote storage, which every host reaches. */
export function isElsewhere({ driver = 'local', driverOpts: { type = '' } = {} }: V1VolumeSpec): boolean {
  return driver !== 'local' || ['nfs', 'nfs4', 'cifs'].includes(type)
}

function entryOf(node: string, { status }: V1Volume): V1VolumeOnNode | undefined {
  return status?.nodes?.find((entry) => entry.node === node)
}
