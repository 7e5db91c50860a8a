import type { Acting } from '../runtime/acting.ts'
import type { V1Volume } from '../../api/v1/generated/types.ts'
import { keyOf } from '../../api/v1/names.ts'
import { because } from '../../engine/run.ts'
import type { ContainerSummary } from '../../engine/types/container.ts'
import type { VolumeInspect } from '../../engine/types/volume.ts'
import { labelled } from '../../engine/adopted.ts'
import { volumeBody } from '../../engine/volume/body.ts'
import { ownLabels } from '../adoption/may-adopt.ts'
import { adopt, volumeId, volumeRecord } from '../adoption/records.ts'
import { engineOf } from '../runtime/engine-of.ts'
import { foreignUsers } from '../ownership/foreign-users.ts'
import { noteHalfMade, noteWhole } from '../holds/half-made.ts'
import { isOwnVolume } from '../holds/lost-volume.ts'
import type { Ports } from '../runtime/ports.ts'
import { runsInSwarm } from '../holds/swarm-volume.ts'
import { createKept } from '../ownership/unanswered.ts'
import { observeVolume, hostVolume, onlyOn } from './observe.ts'
import { planUnlessLocked, type Found, leftToSwarm, type VolumeAction, type VolumeView } from './plan.ts'
import { askedByName } from './asked-by-name.ts'
import { isLeftUnlabelled } from './left-unlabelled.ts'
import { noteSeen } from './note-seen.ts'
import { removeData } from './remove-data.ts'

/** Carries out an action. Returns what happened instead, where that is not what was planned. */
export async function actOnVolume(
  action: VolumeAction,
  view: VolumeView,
  { ports, run }: Acting,
): Promise<VolumeAction | undefined> {
  const { volume, hostName } = view
  const held = await heldBySwarm(action, { volume, hostName }, { ports, run })
  if (held) return held
  switch (action.do) {
    case 'create':
      return create(action, view, { ports, run })
    case 'remove':
      return removeData(action, view, { ports, run })
    case 'keep':
      noteSeen(volume, action, ports)
      return undefined
    case 'adopt':
      return takeOver(action, { volume, found: ports.inventory.host(action.node)?.volumes.get(hostName) }, ports)
    case 'look':
      return look(action, view, { ports, run })
    case 'hold':
    case 'leave':
      return undefined
  }
}

/** Asks the engine, then acts on the answer. The answer may take long, so everything else is read again. */
async function look(action: VolumeAction, { volume }: Pick<VolumeView, 'volume'>, at: Acting): Promise<VolumeAction> {
  const { node } = action
  const { ports } = at
  const answer = await askedByName(action, volume, at)
  const fresh = observeVolume(keyOf(volume), ports)
  const seen = fresh?.onHost.get(node)
  const found = seen === 'unlisted' ? unlessThere(answer) : seen
  const [next] = fresh && found ? planUnlessLocked(onlyOn(node, found, fresh), ports) : []
  if (!fresh || !next) return { do: 'leave', node, because: 'nothing is to be done for it there' }
  return (await actOnVolume(next, fresh, at)) ?? next
}

/** The answer, but `absent` if the volume was there and is gone again. */
function unlessThere(answer: Awaited<ReturnType<typeof askedByName>>): Found {
  return answer === 'there' ? 'absent' : answer
}

/**
 * Creates a volume. An engine answers with the existing volume where there is one: if others made it meanwhile, it is planned as a found
 * one.
 */
async function create(action: VolumeAction, view: VolumeView, at: Acting): Promise<VolumeAction | undefined> {
  const { node } = action
  const { volume } = view
  const { ports, run } = at
  const body = volumeBody({ volume, installation: ports.installation })
  const asked = { object: `Volume/${keyOf(volume)}`, node }
  const ask = () => engineOf(node, ports).createVolume({ body }, because(run, action.because))
  const listed = ports.inventory.host(node)?.volumes.get(view.hostName)
  noteHalfMade(volume, node, ports.store)
  const made = await createKept(asked, ports, ask)
  const isLeft = isLeftUnlabelled(made, listed, ports.installation)
  const isOwn = isOwnVolume(made, ports.installation)
  if (isLeft) takeOver(action, { volume, found: made }, ports)
  // Recorded after the create, or a failed create would count as a loss; and durably, before any task may write into it.
  if (isOwn) noteSeen(volume, action, ports)
  if (isLeft || isOwn) await ports.store.durable()
  noteWhole(volume, node, ports.store)
  if (isLeft) return undefined
  ports.inventory.putVolume(node, made)
  if (isOwn) return undefined
  const [instead] = planUnlessLocked(onlyOn(node, hostVolume(node, { ...view, ports }), view), ports)
  return instead && instead.do !== 'create' ? ((await actOnVolume(instead, view, at)) ?? instead) : undefined
}

async function heldBySwarm(
  action: VolumeAction,
  of: Pick<VolumeView, 'volume' | 'hostName'>,
  { ports, run }: Acting,
): Promise<VolumeAction | undefined> {
  const { node } = action
  const swarm = 'unlessSwarm' in action ? action.unlessSwarm : undefined
  if (swarm === undefined) return undefined
  const uses = (container: ContainerSummary) => runsInSwarm(container, swarm)
  const running = await foreignUsers(node, ports, { run: because(run, 'whether the swarm writes into it'), uses })
  return running.length > 0 ? leftToSwarm(node, of, { swarm, running }) : undefined
}

/** Records that a volume which lacks our labels is ours. */
function takeOver(
  action: VolumeAction,
  { volume, found }: { readonly volume: V1Volume; readonly found: VolumeInspect | undefined },
  ports: Ports,
): undefined {
  const { node } = action
  const host = ports.inventory.host(node)
  if (!host || !found) return undefined
  const own = ownLabels(volumeBody({ volume, installation: ports.installation }).Labels)
  adopt(ports.store, ['Volume', volumeId(node, found.Name)], volumeRecord(host, found, own))
  noteSeen(volume, action, ports)
  ports.inventory.putVolume(node, labelled(found, own))
  return undefined
}
