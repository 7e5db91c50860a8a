import type { V1Volume, V1VolumeOnNode } from '../../../../api/v1/generated/types.ts'
import type { ObjectOf } from '../../../../api/v1/kinds.ts'
import { namedOnCommandLine, refOf } from '../../../../api/v1/metadata.ts'
import { engineDecision } from '../../../../api/v1/other-engine.ts'
import { restartWith } from '../../../../controllers/data/pins.ts'

/** What is wrong with an object that waits for a decision, by its condition (`message`) or in other words, and what a person may do. */
export function decisionOn(object: ObjectOf, message: string): { readonly what: string; readonly remedy: string } {
  if (object.kind === 'Volume') return { what: message, remedy: lossRemedy(object) }
  const other = object.kind === 'Node' ? object.status?.otherEngine : undefined
  if (object.kind !== 'Node' || !other) return { what: message, remedy: `${approveWords(object)}, if that is meant` }
  return { remedy: 'do as it says, then give this command again', ...engineDecision(object, other) }
}

/**
 * What a person may do about a volume that is lost on one of its nodes. Where another node has an older copy, each choice is told with its
 * cost: an approval alone would look like the only one.
 */
export function lossRemedy(volume: V1Volume, lost: V1VolumeOnNode | undefined = lostIn(volume)): string {
  const approve = approveWords(volume)
  if (!lost?.older) return `${approve}, if that is meant`
  const { node, services, refusal } = lost.older
  const before = refusal === undefined ? '' : `${refusal}: once that is changed, `
  return `restore it; ${before}${restartWith(services, volume.metadata.namespace)} goes on with what ${node} has, without what was written since; ${approve} makes an empty one`
}

function lostIn({ status }: V1Volume): V1VolumeOnNode | undefined {
  return status?.nodes?.find(({ state }) => state === 'Lost')
}

function approveWords(object: ObjectOf): string {
  return `\`reconcile approve ${namedOnCommandLine(refOf(object))}\``
}
