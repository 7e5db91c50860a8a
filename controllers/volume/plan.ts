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

/** What the volume loop knows of one volume when it decides. Read once, never changed. */
export interface VolumeView {
  readonly volume: V1Volume
  readonly hostName: string
  /** Tasks bound to a node that mount it, by name. */
  readonly users: ReadonlyMap<string, readonly string[]>
  /** The nodes where one of them is not on its way out. */
  readonly staying: ReadonlySet<string>
  /** Nodes that were asked for it a moment ago, and did not answer. */
  readonly mayCome: ReadonlySet<string>
  /** Whether a service is to have tasks that mount it, though none may be there yet. */
  readonly awaited: boolean
  /** The volume of this name on each host, or why the host may not be worked on. */
  readonly onHost: ReadonlyMap<string, Found>
  /** What ours was called on a node where it had another name, and is there still. */
  readonly formerNameOn?: (node: string) => string | undefined
  /** Who has older data of it, which its services may go on with; absent where nobody has. */
  readonly older?: V1OlderCopy
  /** Who uses it by another resource; known of what is to go alone. */
  readonly elsewhere?: ReadonlyMap<string, UsedElsewhere>
  /** Nodes for which a person said that an empty one may be made. */
  readonly approved: ReadonlySet<string>
}

/** What there is of it on a host, or why nobody knows. `unlisted`: lists lack it, and may of what a plugin has, without a word. */
export type Found = HostVolume | 'absent' | 'unlisted' | NodeHold

export interface HostVolume {
  /** Whether our installation made it, or adopted it. */
  readonly ours: boolean
  /** Whether it is to be ours, though others made it. */
  readonly adoptable?: true
  /** The stack of a swarm that made it, where that may still run. */
  readonly swarm?: string
  /** How it differs from what is declared, in words. */
  readonly difference?: string
  /** Which declared labels it has not, in words: that holds up nothing. */
  readonly labels?: string
}

export interface VolumeHold {
  readonly do: 'hold'
  readonly node: string
  readonly reason: string
  readonly because: string
  /** Where it is lost: what there is of it elsewhere. */
  readonly older?: V1OlderCopy
}

export type VolumeAction =
  | {
      readonly do: 'create' | 'remove' | 'keep' | 'adopt'
      readonly node: string
      readonly because: string
      readonly foreign?: true
      /** Only where nothing of this stack of a swarm runs on the node. */
      readonly unlessSwarm?: string
    }
  | VolumeHold
  /** Ask for it by its name: whether it is gone nothing else tells. */
  | { readonly do: 'look'; readonly node: string; readonly because: string }
  /** There is nothing of it, and nothing is to be made. */
  | { readonly do: 'leave'; readonly node: string; readonly because: string }

/**
 * What one volume needs on every node, in order. Data is never removed unasked (S4), and a volume that was there and is
 * gone is never quietly made again: an empty database helps nobody.
 */
export function planVolume(view: VolumeView): readonly VolumeAction[] {
  const deleted = view.volume.metadata.deletionTimestamp !== undefined
  const actions = [...view.onHost].flatMap(([node, found]) =>
    deleted ? planRemoval(node, found, view) : planOn(node, found, view),
  )
  return actions.length === 0 && view.awaited && !deleted ? heldEverywhere(view.onHost) : actions
}

function planOn(node: string, found: Found, view: VolumeView): readonly VolumeAction[] {
  const { volume, hostName } = view
  const users = view.users.get(node) ?? []
  if (isThere(found)) return planFound(node, found, view)
  if (users.length === 0) return []
  if (isUnknown(found)) return [hold(node, found.reason, found.because)]
  if (!view.staying.has(node)) return []
  if (found === 'unlisted' && (volume.spec.external || wasSeenOn(node, volume))) return [look(node)]
  if (volume.spec.external)
    return [
      hold(node, volumeReasons.externalMissing, `${node} has no volume ${hostName}: create it, or take external away`),
    ]
  if (wasSeenOn(node, volume) && !mayLose(node, view)) return [gone(node, view)]
  return [{ do: 'create', node, because: `mounted by ${listNames(users)}` }]
}

function isThere(found: Found): found is HostVolume {
  return typeof found === 'object' && 'ours' in found
}

function isUnknown(found: Found): found is NodeHold {
  return typeof found === 'object' && 'because' in found
}

/** Where it was, or has to be, and is missing. It may take an engine half a minute, so that nothing is asked which decides nothing. */
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

/** Another name in the manifest loses nothing: the data is under the one before. */
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
  // A task that is bound there may have had it made, or found it there: it is known once the task can go.
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

/** What the removal comes to of data that a container mounts which is not ours: it waits for that (S4). */
export function leftToForeign(node: string, hostName: string, foreign: readonly string[]): VolumeAction {
  const why = `its data is to go, but containers that are not ours mount ${hostName}: ${listNames(foreign)}; remove them where they come from, or with \`docker rm -f ${foreign[0]}\``
  return hold(node, holdReasons.foreignUsers, why)
}

/** What comes of a volume into which a swarm writes: two writers would spoil it. `running` has the names of the swarm's containers. */
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

/** What to do about a volume that is not as declared: what others made no command of ours removes (S4). */
export function replaceVolume(volume: V1Volume, ours: boolean): string {
  const keeps = "a volume can't be changed: declare it as it was, or one of another name and move the data there"
  return ours ? `${keeps}; or ${makeAnew(volume)} make it anew without its data` : keeps
}

/** From a watched file it can't be deleted while a service there names it: it is lost on purpose, and approved. */
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
