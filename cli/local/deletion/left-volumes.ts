import type { V1Volume } from '../../../api/v1/generated/types.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { labels } from '../../../api/v1/labels.ts'
import { hostNameOf, volumeName } from '../../../api/v1/names.ts'
import { pick } from '../../../api/v1/language/pick.ts'
import type { Ports } from '../../../controllers/runtime/ports.ts'
import { madeFor } from '../../../controllers/ownership/made-for.ts'
import type { Store } from '../../../store/objects/store.ts'
import { objectOf } from '../../../store/source/acceptance/origins.ts'
import { type FileReading, objectsIn, resourceIdOf, type ResourceId } from '../../../store/source/reading/reading.ts'
import { volumeGoesBy } from '../../../store/source/facts/own-home.ts'
import type { Run } from '../../../engine/run.ts'
import { leftOutBy } from '../../../engine/volume/left-out.ts'
import type { Core } from '../open/core.ts'

/** A volume on a host, with its labels. */
interface OnHost {
  readonly node: string
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
}

/** Volumes that an earlier deletion left on the hosts: our own, and notes about the rest. */
export interface LeftVolumes {
  readonly ours: readonly V1Volume[]
  readonly notes: readonly string[]
}

export const noneLeft: LeftVolumes = { ours: [], notes: [] }

/**
 * Finds the volumes of these files that an earlier deletion without `--volumes` left. Without this, `down` and then `down -v` would leave
 * the data and report nothing to delete.
 */
export async function findLeft(
  { store, installation, engines }: Pick<Core, 'store' | 'installation' | 'engines'>,
  { files, signal }: { readonly files: readonly FileReading[]; readonly signal: AbortSignal },
): Promise<LeftVolumes> {
  const forgotten = objectsIn(files).flatMap((object) =>
    object.kind === 'Volume' && !object.spec.external && !objectOf(store, resourceIdOf(object)) ? [object] : [],
  )
  const [first] = forgotten
  if (!first) return noneLeft
  const { found, leftOut } = await onHosts(engines, { signal, object: resourceIdOf(first) })
  const left = leftVolumes(found, { forgotten, installation, store })
  return { ...left, notes: [...left.notes, ...forgotten.flatMap((volume) => leftOut(volume.spec.driver ?? 'local'))] }
}

/** As `findLeft`, for a stack that nothing declares any more. */
export async function findLeftOf(
  { installation, engines }: Pick<Core, 'installation' | 'engines'>,
  { stack, signal }: { readonly stack: string; readonly signal: AbortSignal },
): Promise<LeftVolumes> {
  const { found, leftOut } = await onHosts(engines, { signal, object: `Stack/${stack}` })
  const left = volumesMadeFor(stack, found, installation)
  return { ...left, notes: [...left.notes, ...leftOut()] }
}

/** The volumes on the hosts. `leftOut` names the hosts whose list is incomplete, for one driver or any. */
interface OnHosts {
  readonly found: readonly OnHost[]
  readonly leftOut: (driver?: string) => readonly string[]
}

async function onHosts(engines: Core['engines'], of: Pick<Run, 'signal' | 'object'>): Promise<OnHosts> {
  const run = { ...of, reason: 'whether its data is there still' }
  const asked = [...(await engines()).values()].map(async (engine) => {
    return { node: engine.node, ...(await engine.listVolumes({}, run)) }
  })
  const lists = await Promise.all(asked)
  return {
    found: lists.flatMap(({ node, volumes }) =>
      volumes.map(({ Name, Labels }) => ({ node, name: Name, labels: Labels ?? {} })),
    ),
    leftOut: (driver) =>
      lists.flatMap(({ node, warnings }) => {
        const why = leftOutBy(warnings, driver)
        return why === undefined
          ? []
          : [
              `${of.object}: ${node} could not list all of its volumes: ${why}; what it has stays, so run this again once that is mended`,
            ]
      }),
  }
}

/** Declares the volumes again with the nodes that have them, so that they can be deleted even if a node stops answering. */
export function declareLeft({ store }: Pick<Core, 'store'>, { ours }: LeftVolumes): void {
  for (const { metadata, ...volume } of ours)
    store.create('Volume', { ...volume, metadata: { name: metadata.name, ...pick(metadata, ['namespace']) } })
}

/** The volume with a status that it is on these nodes. */
function foundOn(volume: V1Volume, nodes: readonly string[]): V1Volume {
  return { ...volume, status: { nodes: nodes.map((node) => ({ node, seen: true })) } }
}

/** The volumes on hosts that this installation made for a stack, reconstructed as declared (S4). Pure. */
export function volumesMadeFor(stack: string, found: readonly OnHost[], installation: string): LeftVolumes {
  const made = new Map<string, { readonly volume: V1Volume; readonly nodes: string[] }>()
  const notes: string[] = []
  for (const { name: hostName, node, labels: own } of found) {
    const { [labels.name]: name = '', [labels.kind]: kind } = own
    if (kind !== 'Volume' || name === '' || own[labels.installation] !== installation || own[labels.stack] !== stack)
      continue
    const spec = hostName === volumeName(stack, name) ? {} : { hostName }
    const volume: V1Volume = { apiVersion: API_VERSION, kind, metadata: { name, namespace: stack }, spec }
    const first = made.get(name) ?? { volume, nodes: [] }
    made.set(name, first)
    if (hostNameOf(first.volume) === hostName) first.nodes.push(node)
    else notes.push(`${resourceIdOf(volume)}: the volume ${hostName} on ${node} was made for it too; run this again`)
  }
  return { ours: [...made.values()].map(({ volume, nodes }) => foundOn(volume, nodes)), notes }
}

interface Forgotten extends Pick<Core, 'store' | 'installation'> {
  readonly forgotten: readonly V1Volume[]
}

/** Which of these volumes exist on hosts; the labels tell our own from others' (S4). Pure. */
export function leftVolumes(found: readonly OnHost[], { forgotten, installation, store }: Forgotten): LeftVolumes {
  const isOurs = ({ metadata }: V1Volume, { labels: own }: OnHost) =>
    own[labels.installation] === installation &&
    own[labels.stack] === metadata.namespace &&
    own[labels.name] === metadata.name
  const left = forgotten.flatMap((volume) =>
    found
      .filter(({ name }) => name === hostNameOf(volume))
      .map((each) => ({ volume, each, isOurs: isOurs(volume, each) })),
  )
  const ours = groupBy(
    left.filter((each) => each.isOurs),
    ({ volume }) => volume,
  )
  const notes = left
    .filter((each) => !each.isOurs)
    .map(
      ({ volume, each: { name, node } }) =>
        `${resourceIdOf(volume)}: the volume ${name} on ${node} was made by others, and stays with its data; ${volumeGoesBy({ name, nodes: [node] }, store)}`,
    )
  const nodesOf = (found: readonly { readonly each: OnHost }[]) => found.map(({ each }) => each.node)
  return { ours: [...ours].map(([volume, found]) => foundOn(volume, nodesOf(found))), notes }
}

/** Notes about data of deleted volumes under a former host name, which stays. Pure. */
export function leftUnderOtherNames(
  {
    inventory,
    installation,
    store,
  }: Pick<Ports, 'inventory' | 'installation'> & { readonly store: Pick<Store, 'fact'> },
  deleted: readonly ResourceId[],
): readonly string[] {
  const ids = new Set<string>(deleted.filter((id) => id.startsWith('Volume/')))
  if (ids.size === 0) return []
  return inventory.hosts().flatMap(({ node, volumes }) =>
    [...volumes].flatMap(([hostName, found]) => {
      const id = `Volume/${madeFor('Volume', found, installation)}`
      if (!ids.has(id)) return []
      return [
        `${id}: the volume ${hostName} on ${node}, as it was called before, stays with its data; ${volumeGoesBy({ name: hostName, nodes: [node] }, store)}`,
      ]
    }),
  )
}
