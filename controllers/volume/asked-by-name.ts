import type { V1Volume } from '../../api/v1/generated/types.ts'
import { engineWords, unlessGone } from '../../engine/errors.ts'
import { because, type Run } from '../../engine/run.ts'
import { wasSeenOn } from '../holds/lost-volume.ts'
import { engineOf } from '../runtime/acting.ts'
import type { Ports } from '../runtime/ports.ts'
import type { Found, VolumeView } from './plan.ts'
import { leftOut } from './unlisted.ts'

/** Whether a volume may be there though a list without a warning lacks it: engines list nothing of a plugin that is not there. */
export function mayBeUnlisted({ spec }: V1Volume): boolean {
  return spec.external === true || (spec.driver ?? 'local') !== 'local'
}

interface Asking {
  readonly ports: Ports
  readonly run: Run
}

/** What `observe` reads, asked for by name where lists tell too little. */
export async function withDoubtsAsked(
  observe: () => VolumeView | undefined,
  asking: Asking,
): Promise<VolumeView | undefined> {
  const view = observe()
  const nodes = view ? nodesInDoubt(view) : []
  if (!view || nodes.length === 0) return view
  const untold = await askedByName(nodes, view, asking)
  const fresh = observe()
  if (!fresh) return undefined
  const onHost = [...fresh.onHost].map(([node, found]) => {
    return [node, found === 'absent' ? (untold.get(node) ?? found) : found] as const
  })
  return { ...fresh, onHost: new Map(onHost) }
}

/** The nodes where it was, or is to be, and is missing: whether it is gone, only a question by its name tells. */
function nodesInDoubt({ volume, onHost, users }: VolumeView): readonly string[] {
  if (!mayBeUnlisted(volume)) return []
  return [...onHost].flatMap(([node, found]) => {
    const isLookedFor = volume.spec.external ? users.has(node) : wasSeenOn(node, volume)
    return found === 'absent' && isLookedFor ? [node] : []
  })
}

/** Asks these nodes for it. What is there enters the inventory; where that can't be told it answers so. */
async function askedByName(
  nodes: readonly string[],
  { volume, hostName }: VolumeView,
  { ports, run }: Asking,
): Promise<ReadonlyMap<string, Found>> {
  const untold = new Map<string, Found>()
  const ask = async (node: string) => {
    const asking = engineOf(node, ports).inspectVolume({ name: hostName }, because(run, 'whether it is gone'))
    try {
      const found = await unlessGone(asking)
      if (found) ports.inventory.putVolume(node, found)
    } catch (error) {
      untold.set(node, leftOut(volume, node, engineWords(error)))
    }
  }
  await Promise.all(nodes.map(ask))
  return untold
}
