import { stackOf } from '../../api/v1/metadata.ts'
import { unlessLocked } from '../locks/gate.ts'
import type { Ports } from '../runtime/ports.ts'
import type { V1OlderCopy, V1Volume } from '../../api/v1/generated/types.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import { losesData } from '../../api/v1/loses-data.ts'
import { holdReasons, volumeReasons } from '../../api/v1/reasons.ts'
import { heldEverywhere } from '../holds/held-everywhere.ts'
import { isReplaced, wasSeenOn } from '../holds/lost-volume.ts'
import type { NodeHold } from '../holds/node-hold.ts'
import { olderCopyWords } from '../holds/older-copy.ts'
import { stayWords, type UsedElsewhere } from '../holds/used-elsewhere.ts'
import { annotations } from '../../api/v1/labels.ts'
import { hostNameOf, keyOf } from '../../api/v1/names.ts'

/** What the volume loop knows of one volume when it plans. An immutable snapshot. */
export interface VolumeView {
  readonly volume: V1Volume
  readonly hostName: string
  /** The names of the tasks that mount it, by the node they are bound to. */
  readonly users: ReadonlyMap<string, readonly string[]>
  /** The nodes where one of these tasks is not retiring. */
  readonly staying: ReadonlySet<string>
  /** The nodes where a recent create got no answer, so that the volume may still appear. */
  readonly mayCome: ReadonlySet<string>
  /** Whether a service is to have tasks that mount it, even if none exists yet. */
  readonly awaited: boolean
  /** The volume with this host name on each node, or why the node may not be worked on. */
  readonly onHost: ReadonlyMap<string, Found>
  /** The volume's former name on a node that still has it under that name. */
  readonly formerNameOn?: (node: string) => string | undefined
  /** The older copy of its data that its services could go on with; absent where there is none. */
  readonly older?: V1OlderCopy
  /** Who else uses it through another resource, by node. Set only during deletion. */
  readonly elsewhere?: ReadonlyMap<string, UsedElsewhere>
  /** The nodes where a person approved that an empty volume may be created. */
  readonly approved: ReadonlySet<string>
}

/** What a host has of the volume. `unlisted`: the list lacks it, but may leave out volumes of a plugin without a warning. */
export type Found = HostVolume | 'absent' | 'unlisted' | NodeHold

export interface HostVolume {
  /** Whether our installation made or adopted it. */
  readonly ours: boolean
  /** Whether it is ours by labels that its engine may forget, as its create failed. */
  readonly halfMade?: true
  /** Whether it is to be adopted, though others made it. */
  readonly adoptable?: true
  /** The swarm stack that made it, if that may still run. */
  readonly swarm?: string
  /** How it differs from the declared volume, in words. */
  readonly difference?: string
  /** Which declared labels it lacks, in words. This holds nothing up. */
  readonly labels?: string
}

export interface VolumeHold {
  readonly do: 'hold'
  readonly node: string
  readonly reason: string
  readonly because: string
  /** For a lost volume: the older copy of its data elsewhere. */
  readonly older?: V1OlderCopy
}

export type VolumeAction =
  | {
      readonly do: 'create' | 'remove' | 'keep' | 'adopt'
      readonly node: string
      readonly because: string
      readonly foreign?: true
      /** Act only if nothing of this swarm stack runs on the node. */
      readonly unlessSwarm?: string
    }
  | VolumeHold
  /** Ask for it by name: nothing else tells whether it is gone. */
  | { readonly do: 'look'; readonly node: string; readonly because: string }
  /** It is not there, and none is to be created. */
  | { readonly do: 'leave'; readonly node: string; readonly because: string }

/**
 * Plans what one volume needs on every node, in order. Pure. Data is never removed unasked (S4). A volume that was there and is gone is not
 * recreated without an approval: its tasks would run on an empty one.
 */
export function planVolume(view: VolumeView): readonly VolumeAction[] {
  const deleted = view.volume.metadata.deletionTimestamp !== undefined
  const actions = [...view.onHost].flatMap(([node, found]) =>
    deleted ? planRemoval(node, found, view) : planOn(node, found, view),
  )
  return actions.length === 0 && view.awaited && !deleted ? heldEverywhere(view.onHost) : actions
}

function planOn(node: string, found: Found, view: VolumeView): readonly VolumeAction[] {
  const { volume } = view
  const users = view.users.get(node) ?? []
  if (isThere(found)) return planFound(node, found, view)
  if (users.length === 0) return []
  if (isUnknown(found)) return [hold(node, found.reason, found.because)]
  if (!view.staying.has(node)) return []
  if (found === 'unlisted' && (volume.spec.external || wasSeenOn(node, volume))) return [look(node)]
  if (volume.spec.external) return [hold(node, volumeReasons.externalMissing, missingOn(node, view))]
  if (wasSeenOn(node, volume) && !mayLose(node, view)) return [gone(node, view)]
  return [{ do: 'create', node, because: `mounted by ${listNames(users)}${leftUnder(view.formerNameOn?.(node))}` }]
}

/** What is to be done where an external volume is missing: another host may have it, with the data that is meant. */
function missingOn(node: string, { hostName, onHost }: VolumeView): string {
  const having = [...onHost].flatMap(([other, found]) => (isThere(found) ? [other] : []))
  if (having.length === 0) return `${node} has no volume ${hostName}: create it, or take external away`
  const there = having.length === 1 ? `, as with the constraint node.name==${having[0]}` : ''
  return `${node} has no volume ${hostName}, which is on ${listNames(having)}: keep the tasks that mount it there${there}, or create another one`
}

/** Words on where the data of an empty volume under another name is. */
function leftUnder(former: string | undefined): string {
  return former === undefined ? '' : `; it is empty: its data stays in ${former}, as it was called before`
}

function isThere(found: Found): found is HostVolume {
  return typeof found === 'object' && 'ours' in found
}

function isUnknown(found: Found): found is NodeHold {
  return typeof found === 'object' && 'because' in found
}

/**
 * For a volume that was there, or must be, and is unlisted. Asking may take an engine half a minute, so this is planned only where the
 * answer decides something.
 */
function look(node: string): VolumeAction {
  return { do: 'look', node, because: 'whether it is gone' }
}

function planFound(node: string, found: HostVolume, view: VolumeView): readonly VolumeAction[] {
  const { volume, hostName } = view
  const isUsed = view.staying.has(node)
  if (isReplaced(node, volume, found.ours) && !mayLose(node, view))
    return isUsed
      ? [
          lost(
            node,
            view,
            `has another ${hostName} in its place, which may be empty: ${former(node, view) ?? ''}put the data into it, then approve it`,
          ),
        ]
      : []
  const unless = found.swarm === undefined ? {} : { unlessSwarm: found.swarm }
  if (found.adoptable)
    return [{ do: 'adopt', node, because: 'what others made for the stack is to be ours', ...unless }]
  if (found.halfMade)
    return [{ do: 'create', node, because: 'its create failed, and its engine may forget whose it is' }]
  if (isUsed && found.difference) return [differs(node, found, view)]
  if (found.swarm !== undefined && !isUsed) return []
  return [{ ...keep(node, found, volume), ...unless }]
}

function gone(node: string, view: VolumeView): VolumeAction {
  const { older, volume } = view
  const hold = lost(node, view, goneWords(node, view))
  if (!older) return hold
  return { ...hold, because: `${hold.because}; ${olderCopyWords(older, volume.metadata.namespace)}`, older }
}

function goneWords(node: string, view: VolumeView): string {
  const renamed = former(node, view)
  if (renamed !== undefined) return `has no volume ${view.hostName}: ${renamed}approve an empty one`
  return `had it, and has no volume ${view.hostName}: restore it, or approve an empty one`
}

/** Words for a volume whose declared name changed: no data is lost, it is under the former name. */
function former(node: string, { formerNameOn }: VolumeView): string | undefined {
  const name = formerNameOn?.(node)
  if (name === undefined) return undefined
  return `it was called ${name} before, which is still there with its data: give that name back, or `
}

function mayLose(node: string, { volume, approved }: VolumeView): boolean {
  return volume.spec.recreate === true || approved.has(node)
}

function lost(node: string, { volume: { metadata } }: VolumeView, what: string): VolumeHold {
  const approve = `\`reconcile approve volume/${metadata.name} -n ${metadata.namespace}\``
  return hold(node, volumeReasons.volumeLost, `${node} ${what} with ${approve}`)
}

function planRemoval(node: string, found: Found, view: VolumeView): readonly VolumeAction[] {
  if (!losesData(view.volume)) return []
  const mayCome = view.mayCome.has(node)
  if (found === 'unlisted' && wasSeenOn(node, view.volume)) return [look(node)]
  if (found === 'absent' || found === 'unlisted')
    return mayCome ? [hold(node, holdReasons.underWay, `${node} may make it still: ${UNANSWERED}`)] : []
  const users = view.users.get(node) ?? []
  // A task bound there may have had it created or found it; that is known once the task is gone.
  const mayHave = mayCome || wasSeenOn(node, view.volume) || users.length > 0
  if (isUnknown(found)) return mayHave ? [hold(node, found.reason, found.because)] : []
  if (users.length > 0) return [hold(node, holdReasons.inUse, `still mounted by ${listNames(users)}`)]
  return found.ours ? [removeUnused(node, view)] : []
}

function removeUnused(node: string, { elsewhere, volume }: VolumeView): VolumeAction {
  const users = elsewhere?.get(node)
  if (users) return leftElsewhere(node, users, volume)
  return { do: 'remove', node, because: 'deleted with its data, by --volumes' }
}

function leftElsewhere(node: string, { stay, go }: UsedElsewhere, volume: V1Volume): VolumeAction {
  if (go.length > 0) return hold(node, holdReasons.inUse, `still mounted by ${listNames(go)}`)
  const words = stayWords({ kind: 'Volume', key: keyOf(volume) }, stay)
  const why = `its data is to go, but ${listNames(stay.map(({ name }) => name))} ${stay.length === 1 ? 'mounts' : 'mount'} it, and ${words}`
  return hold(node, holdReasons.usedElsewhere, why)
}

const UNANSWERED = 'it was asked for it a moment ago, and did not answer'

/** The hold for a volume that is to be removed while foreign containers mount it (S4). */
export function leftToForeign(node: string, hostName: string, foreign: readonly string[]): VolumeAction {
  const why = `its data is to go, but containers that are not ours mount ${hostName}: ${listNames(foreign)}; remove them where they come from, or with \`docker rm -f ${foreign[0]}\``
  return hold(node, holdReasons.foreignUsers, why)
}

/** The hold for a volume that a swarm's containers write to: two writers would corrupt the data. `running` names these containers. */
export function leftToSwarm(
  node: string,
  { volume, hostName }: Pick<VolumeView, 'volume' | 'hostName'>,
  { swarm, running }: { readonly swarm: string; readonly running: readonly string[] },
): VolumeAction {
  const why = `${node} has a volume ${hostName} of the swarm's stack ${swarm}, which runs there: ${listNames(running)}`
  const remedy =
    `\`reconcile delete --stack ${volume.metadata.namespace}\`, which ends nothing of the swarm, ` +
    `then \`reconcile adopt --from-swarm ${swarm} -f DIR\` moves both`
  return hold(node, holdReasons.foreignObject, `${why}; ${remedy}`)
}

function differs(node: string, { difference, ours }: HostVolume, { volume }: VolumeView): VolumeAction {
  return hold(node, holdReasons.specDiffers, `${difference}; ${replaceVolume(volume, ours)}`)
}

/** Words on how to replace a volume that differs from its declaration. For one that others made, no command that deletes it (S4). */
export function replaceVolume(volume: V1Volume, ours: boolean): string {
  const keeps = "a volume can't be changed: declare it as it was, or one of another name and move the data there"
  return ours ? `${keeps}; or ${makeAnew(volume)} make it anew without its data` : keeps
}

/** A volume of a watched file can't be deleted while a service there names it, so it is removed by hand and the loss approved. */
function makeAnew(volume: V1Volume): string {
  const { name, namespace, annotations: noted } = volume.metadata
  const stop = `\`reconcile stop ${namespace}\``
  const start = `\`reconcile start ${namespace}\``
  if (noted?.[annotations.root]?.startsWith('/'))
    return `${stop}, \`docker volume rm ${hostNameOf(volume)}\` where it is, ${start}, which finds it lost, and \`reconcile approve volume/${name} -n ${namespace}\``
  return `${stop}, \`reconcile delete volume/${name} -n ${namespace} --volumes\`, apply again, and ${start}`
}

function keep(node: string, { ours, labels }: HostVolume, { spec }: V1Volume) {
  if (ours) return { do: 'keep', node, because: ['it is there', labels].filter(Boolean).join('; ') } as const
  const because = spec.external ? 'it is there' : 'it is there, made by others: its data stays at every deletion'
  return { do: 'keep', node, because, foreign: true } as const
}

function hold(node: string, reason: string, because: string): VolumeHold {
  return { do: 'hold', node, reason, because }
}

/** The plan, in which nothing is done on nodes whose lock another writer holds. */
export function planUnlessLocked(view: VolumeView, { locks }: Ports): readonly VolumeAction[] {
  return unlessLocked(planVolume(view), {
    ...{ stack: stackOf(view.volume), locks },
    held: ({ node }, hold): VolumeAction => ({ do: 'hold', node, ...hold }),
  })
}
