import { volumesOf } from '../../api/v1/template-refs.ts'
import { filter, map, merge } from 'rxjs'
import type { V1Volume } from '../../api/v1/generated/types.ts'
import { finalizers } from '../../api/v1/labels.ts'
import { losesData } from '../../api/v1/loses-data.ts'
import { stackOf } from '../../api/v1/metadata.ts'
import { hostNameOf, keyOf } from '../../api/v1/names.ts'
import { present } from '../../engine/container/present.ts'
import { because, type Run } from '../../engine/run.ts'
import type { ContainerSummary } from '../../engine/types/container.ts'
import type { VolumeInspect } from '../../engine/types/volume.ts'
import { labelled } from '../../engine/adopted.ts'
import { volumeBody } from '../../engine/volume/body.ts'
import { labelDifference, volumeDifference } from '../../engine/volume/difference.ts'
import { consents, mayAdopt, ownLabels } from '../adoption/may-adopt.ts'
import { adopt, volumeId, volumeRecord } from '../adoption/records.ts'
import { actPerNode } from '../runtime/act-per-node.ts'
import { areListed } from '../runtime/listed.ts'
import { engineOf } from '../runtime/engine-of.ts'
import { askedAnew } from '../runtime/asked-anew.ts'
import { isAwaited } from '../ownership/awaited.ts'
import { keysConcerned } from '../ownership/concerned.ts'
import { failedHold, RETRY_HOLD_MS } from '../runtime/conditions.ts'
import type { Controller } from '../runtime/controller.ts'
import { each } from '../runtime/each.ts'
import { foreignUsers } from '../ownership/foreign-users.ts'
import { forgetHalfMade, isHalfMade, noteHalfMade, noteWhole } from '../holds/half-made.ts'
import { isOwnVolume, seenOn } from '../holds/lost-volume.ts'
import { lockTurns } from '../locks/wakes.ts'
import { forgetMounted, forgetOnlyMount, noteMounts } from '../data/last-mounted.ts'
import { nodeHold, nodesTurned } from '../holds/node-hold.ts'
import { leftBy, volumeUsersElsewhere } from '../holds/used-elsewhere.ts'
import type { Ports } from '../runtime/ports.ts'
import { again, done } from '../runtime/result.ts'
import { runsInSwarm, undecidedSwarm } from '../holds/swarm-volume.ts'
import { unlessLocked } from '../locks/gate.ts'
import { dropFinalizer, ensureFinalizer } from '../runtime/finalizers.ts'
import { createKept, forgetAsked } from '../ownership/unanswered.ts'
import { keysOf, namesByNode, stayingOn, usersChanged, isGivenUp } from '../ownership/users.ts'
import { askedByName, mayBeUnlisted } from './asked-by-name.ts'
import { formerName } from './former-names.ts'
import { type Found, leftToSwarm, planVolume, type VolumeAction, type VolumeView } from './plan.ts'
import { dueOf, tasksDecided } from '../service/decided.ts'
import { statusOf, toSay } from './status.ts'
import { isLeftUnlabelled } from './left-unlabelled.ts'
import { mayComeOn } from './may-come.ts'
import { noteSeen } from './note-seen.ts'
import { tellLabels } from './tell-labels.ts'
import { removeData } from './remove-data.ts'
import { olderTurned, olderOf } from './older.ts'
import { unlistedHold } from './unlisted.ts'
import { approvedNodes, forgetApprovals } from './approvals.ts'

/** Creates volumes where tasks mount them, and removes one with its data only when asked to. */
export const volumeController: Controller = {
  name: 'volume',
  kind: 'Volume',

  wakes: ({ store, inventory, locks }) =>
    merge(
      lockTurns('Volume', { store, locks }),
      askedAnew(store, 'Volume'),
      consents(store).pipe(each((stack) => store.by('Volume', 'namespace', stack).keys())),
      store.watchSpecs('Task').pipe(each((change) => usersChanged(change, ({ spec }) => volumesOf(spec.template)))),
      tasksDecided(store).pipe(each((task) => keysOf(task, volumesOf(task.spec.template)))),
      store.watchSpecs('Task').pipe(each((change) => leftBy(change, 'Volume', store))),
      store.watchFacts().pipe(
        filter(({ family, key }) => family === 'approval' && key.startsWith('Volume/')),
        map(({ key }) => key.slice('Volume/'.length)),
      ),
      nodesTurned(store).pipe(each(() => store.list('Volume').keys())),
      olderTurned(store),
      inventory.watch().pipe(
        filter(({ type }) => type === 'volume' || type === 'host'),
        each(({ type, id: name, labels }) =>
          type === 'host' ? store.list('Volume').keys() : keysConcerned('Volume', { name, labels }, store),
        ),
      ),
    ),

  async reconcile(key, ports, run) {
    if (!areListed(ports)) return done
    const view = observe(key, ports)
    if (!view) return done
    noteMounts(view.volume, (node) => view.onHost.get(node) === 'absent', ports)
    ensureFinalizer(ports.store, 'Volume', { key, finalizer: finalizers.volume })
    const wanted = planned(view, ports)
    const due = dueOf(wanted, ports.store.by('Task', 'volume', key), ports)
    const deeds = {
      act: (action: VolumeAction) => act(action, view, { ports, run }),
      failed: failedHold,
      ...(ports.onlyLooks ? { slow: toSay(view, ports) } : {}),
    }
    const acted = await actPerNode(due, deeds, { run, ports })
    const { failures } = acted
    const actions = acted.actions.filter((action) => action.do !== 'leave')
    if (run.signal.aborted || !isStill(view.volume, ports)) return done // the result is no longer about what is declared now
    const holds = actions.filter((action) => action.do === 'hold')
    if (view.volume.metadata.deletionTimestamp && holds.length === 0) {
      forgetAsked(`Volume/${key}`, ports.store)
      forgetHalfMade(key, ports.store)
      const goes = losesData(view.volume)
      if (goes) forgetApprovals(key, ports.store)
      if (goes) forgetMounted(key, ports.store)
      else forgetOnlyMount(key, isOnSeveral(view), ports.store)
      dropFinalizer(ports.store, 'Volume', { key, finalizer: finalizers.volumeData })
      dropFinalizer(ports.store, 'Volume', { key, finalizer: finalizers.volume })
      return done
    }
    // With creates left out (dueOf) the last status stands; the service's decision wakes the volume.
    tellLabels(view, actions, ports)
    if (due.length === wanted.length) ports.store.putStatus('Volume', key, statusOf(view, actions, ports))
    if (failures.length > 0) throw failures[0]
    return holds.length > 0 ? again(RETRY_HOLD_MS, 'held; see conditions', 'periodic') : done
  },
}

/** Whether several hosts have a volume, or may have it as they do not answer. */
function isOnSeveral({ onHost }: VolumeView): boolean {
  return [...onHost.values()].filter((found) => found !== 'absent').length > 1
}

/** Whether the store still has the same object: a volume declared again after its deletion is another. */
function isStill(volume: V1Volume, { store }: Ports): boolean {
  return store.get('Volume', keyOf(volume))?.metadata.uid === volume.metadata.uid
}

function planned(view: VolumeView, { locks }: Ports): readonly VolumeAction[] {
  return unlessLocked(planVolume(view), {
    ...{ stack: stackOf(view.volume), locks },
    held: ({ node }, hold): VolumeAction => ({ do: 'hold', node, ...hold }),
  })
}

function observe(key: string, ports: Ports): VolumeView | undefined {
  const volume = ports.store.get('Volume', key)
  if (!volume) return undefined
  const hostName = hostNameOf(volume)
  const tasks = ports.store.by('Task', 'volume', key)
  const users = namesByNode([...tasks.values()].filter((task) => !isGivenUp(task, ports)))
  // A volume on a declared node that is not connected yet is not gone.
  const declared = seenOn(volume).filter((node) => ports.store.get('Node', node))
  const nodes = new Set([...users.keys(), ...ports.inventory.hosts().map(({ node }) => node), ...declared])
  const onHost = new Map([...nodes].map((node) => [node, hostVolume(node, { volume, hostName, ports })] as const))
  const approved = new Set(approvedNodes(key, ports.store))
  const { name, namespace = '' } = volume.metadata
  const awaited = isAwaited(namespace, (template) => volumesOf(template).includes(name), ports.store)
  const mayCome = mayComeOn(key, ports)
  const formerNameOn = (node: string) => formerName(node, volume, ports)
  const older = olderOf(volume, ports)
  const shared = { kind: 'Volume', key, hostName } as const
  const elsewhere = volume.metadata.deletionTimestamp ? volumeUsersElsewhere(shared, ports.store) : undefined
  return {
    ...{ volume, hostName, users, onHost, approved, awaited, mayCome, formerNameOn },
    staying: stayingOn(tasks.values()),
    ...(elsewhere ? { elsewhere } : {}),
    ...(older === undefined ? {} : { older }),
  }
}

interface Wanted {
  readonly volume: V1Volume
  readonly hostName: string
  readonly ports: Ports
}

function hostVolume(node: string, { volume, hostName, ports }: Wanted): Found {
  const held = nodeHold(node, ports)
  if (held) return held
  const host = ports.inventory.host(node)
  const found = host?.volumes.get(hostName)
  if (!found) return (host && unlistedHold(volume, host)) ?? (mayBeUnlisted(volume) ? 'unlisted' : 'absent')
  const ours = isOwnVolume(found, ports.installation)
  const looked = { store: ports.store, host }
  const isTaken = !ours && volume.spec.external !== true && mayAdopt(found, stackOf(volume), looked)
  const swarm = undecidedSwarm({ node, volume, labels: found.Labels }, ports)
  return {
    ours,
    ...(ours && isHalfMade(node, volume, ports.store) ? { halfMade: true } : {}),
    ...(isTaken ? { adoptable: true } : {}),
    ...unlikeDeclared(volume, found, ports.installation),
    ...(swarm === undefined ? {} : { swarm }),
  }
}

/** How a volume differs from its declaration; an external volume never does. */
function unlikeDeclared(volume: V1Volume, found: VolumeInspect, installation: string) {
  if (volume.spec.external) return {}
  const labels = isOwnVolume(found, installation) ? labelDifference(volume, found) : undefined
  return present({ difference: volumeDifference(volumeBody({ volume, installation }), found), labels })
}

/** Carries out an action. Returns what happened instead, where that is not what was planned. */
async function act(
  action: VolumeAction,
  view: VolumeView,
  { ports, run }: { ports: Ports; run: Run },
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
async function look(
  action: VolumeAction,
  { volume }: Pick<VolumeView, 'volume'>,
  at: { ports: Ports; run: Run },
): Promise<VolumeAction> {
  const { node } = action
  const { ports } = at
  const answer = await askedByName(action, volume, at)
  const fresh = observe(keyOf(volume), ports)
  const seen = fresh?.onHost.get(node)
  const found = seen === 'unlisted' ? unlessThere(answer) : seen
  const [next] = fresh && found ? planned(onlyOn(node, found, fresh), ports) : []
  if (!fresh || !next) return { do: 'leave', node, because: 'nothing is to be done for it there' }
  return (await act(next, fresh, at)) ?? next
}

/** The answer, but `absent` if the volume was there and is gone again. */
function unlessThere(answer: Awaited<ReturnType<typeof askedByName>>): Found {
  return answer === 'there' ? 'absent' : answer
}

/** The view of a single node. */
function onlyOn(node: string, found: Found, view: VolumeView): VolumeView {
  return { ...view, onHost: new Map([[node, found]]), awaited: false }
}

/**
 * Creates a volume. An engine answers with the existing volume where there is one: if others made it meanwhile, it is planned as a found
 * one.
 */
async function create(
  action: VolumeAction,
  view: VolumeView,
  at: { ports: Ports; run: Run },
): Promise<VolumeAction | undefined> {
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
  const [instead] = planned(onlyOn(node, hostVolume(node, { ...view, ports }), view), ports)
  return instead && instead.do !== 'create' ? ((await act(instead, view, at)) ?? instead) : undefined
}

async function heldBySwarm(
  action: VolumeAction,
  of: Pick<VolumeView, 'volume' | 'hostName'>,
  { ports, run }: { ports: Ports; run: Run },
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
