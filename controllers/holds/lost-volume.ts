import type { V1Volume, V1VolumeOnNode, V1VolumeSpec } from '../../api/v1/generated/types.ts'
import { labels } from '../../api/v1/labels.ts'

/** The nodes where a volume was ever: kept in storage. */
export function seenOn({ status }: V1Volume): readonly string[] {
  return (status?.nodes ?? []).flatMap(({ node, seen }) => (seen ? [node] : []))
}

/** Whether a volume was ever there. */
export function wasSeenOn(node: string, volume: V1Volume): boolean {
  return entryOf(node, volume)?.seen ?? false
}

/**
 * The nodes of which a person may say that an empty one does: where tasks wait for it, and where none does those that had it, if nobody
 * has it any more. An update that waited for it may have been taken back by then, and goes on with it.
 */
export function lossesOf({ status }: V1Volume): readonly V1VolumeOnNode[] {
  const nodes = status?.nodes ?? []
  const lost = nodes.filter(({ state }) => state === 'Lost')
  if (lost.length > 0) return lost
  return nodes.every(({ state }) => state === 'Absent') ? nodes.filter(({ seen }) => seen) : []
}

/** Whether what was there last was made by others. */
export function wasForeignOn(node: string, volume: V1Volume): boolean {
  return entryOf(node, volume)?.foreign ?? false
}

/** Whether a volume of a host carries our labels. Labels can't be changed, so without them it is another. */
export function isOwnVolume(
  found: { readonly Labels?: Readonly<Record<string, string>> | null },
  installation: string,
) {
  return found.Labels?.[labels.installation] === installation
}

/**
 * Whether ours was there, and another of its name is now: made by a person, or empty by an engine that was to mount what had
 * gone. Which of both nobody can tell, so it is never removed (S4), and a person has to say that it is to be used.
 */
export function isReplaced(node: string, volume: V1Volume, foundIsOurs: boolean): boolean {
  return !foundIsOurs && volume.spec.external !== true && wasSeenOn(node, volume) && !wasForeignOn(node, volume)
}

/** Whether the data is on no host, but where each of them reaches it. */
export function isElsewhere({ driver = 'local', driverOpts: { type = '' } = {} }: V1VolumeSpec): boolean {
  return driver !== 'local' || ['nfs', 'nfs4', 'cifs'].includes(type)
}

function entryOf(node: string, { status }: V1Volume): V1VolumeOnNode | undefined {
  return status?.nodes?.find((entry) => entry.node === node)
}
