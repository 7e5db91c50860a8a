import type { ApplyRequest } from '../../../api/v1/installation/requests.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { labels } from '../../../api/v1/labels.ts'
import { keyFor, LOCAL_NODE } from '../../../api/v1/names.ts'
import type { Engine } from '../../../engine/engine.ts'
import { unlessGone } from '../../../engine/errors.ts'
import { mapAtMost } from '../../../engine/map-at-most.ts'
import type { ContainerInspect } from '../../../engine/types/container.ts'
import type { Store } from '../../../store/objects/store.ts'
import type { FoundResource } from '../../../store/source/acceptance/prune.ts'
import { acceptApply, stacksIn } from '../../../store/source/apply.ts'
import { type FileReading, objectsIn } from '../../../store/source/reading/reading.ts'
import { withDeclared } from '../answers.ts'
import type { Core } from '../open/core.ts'
import { copiedStore } from '../plan/copied-store.ts'
import { silence } from '../silence.ts'
import { foundOn, type HostObjects } from './found.ts'
import { warnings } from '../warnings.ts'

/** What hosts have under the names of stacks, and notes about hosts that did not answer. */
export interface Found {
  /** Absent: it was not asked for. */
  readonly found?: readonly FoundResource[]
  readonly notes: readonly ProgressEvent[]
}

/**
 * Lists what the hosts have of the stacks of these files, on nodes that the files declare as well, if the request is to prune. A host that
 * does not answer is left out, with a note: what it has stays.
 */
export async function findToPrune(
  core: Core,
  { prune, signal }: Pick<ApplyRequest, 'prune' | 'signal'>,
  files: readonly FileReading[],
): Promise<Found> {
  if (!prune) return { notes: [] }
  const isKnown = (key: string) => core.store.get('Service', key) !== undefined
  const looking = { stacks: stacksIn(files), signal, isKnown, nodes: withNodes(core, files) }
  const { found, notes } = await findOn(core, looking)
  return { found, notes: warnings(notes) }
}

/** What to look for, and where. */
export interface Finding extends Looking {
  /** The store that declares the hosts to ask. */
  readonly nodes: Store
}

/** What hosts have, and notes about those that did not answer. */
export interface FoundOnHosts {
  readonly found: readonly FoundResource[]
  readonly notes: readonly string[]
}

/** Lists what the hosts have of these stacks. A host that does not answer is left out, with a note. */
export async function findOn(core: Core, { nodes, ...looking }: Finding): Promise<FoundOnHosts> {
  const hosts = await withDeclared(core, nodes, (engines) => {
    const asked = [...engines.values()].filter(({ node }) => node !== LOCAL_NODE || !core.isLocalAbsent(nodes))
    return Promise.all(asked.map((engine) => listed(engine, looking)))
  })
  const answering = hosts.flatMap((host) => (typeof host === 'string' ? [] : host))
  return {
    found: foundOn(answering, { stacks: looking.stacks, installation: core.installation }),
    notes: hosts.filter((host) => typeof host === 'string'),
  }
}

/** The store as it is with the nodes that the files declare. */
function withNodes({ store, clock, random, settings }: Core, files: readonly FileReading[]): Store {
  if (!objectsIn(files).some(({ kind }) => kind === 'Node')) return store
  const copy = copiedStore({ store, clock, random }).store
  acceptApply({ store: copy, settings, now: clock.now(), files })
  return copy
}

interface Looking {
  readonly stacks: readonly string[]
  /** Whether this state has the service of this key; what its containers mount is then not looked up. */
  readonly isKnown: (key: string) => boolean
  readonly signal: AbortSignal
}

/** What one host has, or a note that it does not answer; throws (exit 5) where it answers, and can't tell what it has. */
async function listed(engine: Engine, { stacks, isKnown, signal }: Looking): Promise<HostObjects | string> {
  const { node } = engine
  const run = { signal, object: `Stack/${stacks.join(', ')}`, reason: 'what no file declares any more' }
  try {
    const [containers, networks, { volumes }] = await Promise.all([
      engine.listContainers({}, run),
      engine.listNetworks({}, run),
      engine.listVolumes({}, run),
    ])
    const unknown = containers.filter(({ labels: own }) => {
      const { [labels.stack]: stack = '', [labels.name]: name = '' } = own
      return own[labels.kind] === 'Service' && stacks.includes(stack) && !isKnown(keyFor(stack, name))
    })
    const looked = await mapAtMost(unknown, ({ id }) => unlessGone(engine.inspectContainer({ id }, run)))
    const binds = looked.flatMap((each) => (each ? [[each.Id, bindsOf(each)] as const] : []))
    return { node, containers, networks, volumes, binds: new Map(binds) }
  } catch (error) {
    const { message } = await silence(error, engine, run)
    return `${node} does not answer (${message}): what it has and no file declares stays; give this command again once it answers`
  }
}

function bindsOf({ Mounts = [] }: ContainerInspect): readonly string[] {
  return Mounts.flatMap(({ Source }) => Source ?? [])
}
