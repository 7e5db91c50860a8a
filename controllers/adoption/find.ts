import type { Acting } from '../runtime/acting.ts'
import type { V1Service } from '../../api/v1/generated/types.ts'
import { composeLabels, labels } from '../../api/v1/labels.ts'
import { stackOf } from '../../api/v1/metadata.ts'
import { keyFor, slotName } from '../../api/v1/names.ts'
import { sharedServices } from '../../api/v1/template-refs.ts'
import { unlessGone } from '../../engine/errors.ts'
import { because, endedBy, type Run } from '../../engine/run.ts'
import type { ContainerSummary } from '../../engine/types/container.ts'
import { engineOf } from '../runtime/engine-of.ts'
import { nodeHold } from '../holds/node-hold.ts'
import type { Ports } from '../runtime/ports.ts'
import type { Flight } from '../runtime/single-flight.ts'
import { ourTime } from '../task/plan/engine-time.ts'
import { type Consent, isYetToLook } from './records.ts'
import type { Placed } from './view.ts'

/**
 * The containers that others made for a service. `waitsFor` names another service that has to be adopted first, as these containers refer
 * to its.
 */
export type Search = Found | { readonly waitsFor: string }

export interface Found {
  readonly found: readonly Placed[]
  /** The id of the container of this name on a node, whoever made it. */
  readonly idOn: (node: string, name: string) => string | undefined
  /** The service of the stack that the container of this name or id on a node is of, by Compose's labels. */
  readonly serviceOn: (node: string, container: string) => string | undefined
}

interface Sought {
  readonly service: V1Service
  /** Whether a name is that of one of the service's containers. */
  readonly names: (name: string) => boolean
  readonly consent: Consent
}

/** Finds the containers that others made for a service: by Compose's labels, else by name. Reads only. */
export async function findContainers(sought: Sought, ports: Ports, run: Run): Promise<Search> {
  const listed = await listAll(ports, run)
  const waitsFor = sharedServices(sought.service.spec.template).find((name) =>
    isYetToCome(name, { stack: stackOf(sought.service), listed, ports }),
  )
  if (waitsFor !== undefined) return { waitsFor }
  const wanted = listed.filter(({ summary }) => mayBeOf(summary, sought))
  const read = await Promise.all(wanted.map(({ node, summary }) => inspect(node, summary.id, { ports, run })))
  const found = read.filter((each) => each !== undefined).filter((each) => wasThere(each, sought, ports))
  const idOn: Found['idOn'] = (node, name) =>
    listed.find((each) => each.node === node && each.summary.name === name)?.summary.id
  const serviceOn: Found['serviceOn'] = (node, container) => {
    const isIt = ({ id, name }: ContainerSummary) => id === container || name === container
    const { labels: own = {} } = listed.find((each) => each.node === node && isIt(each.summary))?.summary ?? {}
    return own[composeLabels.project] === stackOf(sought.service) ? own[composeLabels.service] : undefined
  }
  return { found, idOn, serviceOn }
}

interface Listed {
  readonly node: string
  readonly summary: ContainerSummary
}

async function listAll(ports: Ports, run: Run): Promise<readonly Listed[]> {
  const nodes = ports.inventory.hosts().filter(({ node }) => nodeHold(node, ports) === undefined)
  const lists = await Promise.all(
    nodes.map(async ({ node }) => {
      const looking = because(run, 'what others made for it')
      const list = ({ signal }: Flight) => engineOf(node, ports).listContainers({}, endedBy(looking, signal))
      const summaries = await ports.once(`containers of others on ${node}`, list, { signal: run.signal })
      return summaries.map((summary) => ({ node, summary }))
    }),
  )
  return lists.flat()
}

/**
 * Whether a declared service has containers that others made, and no task with one yet, by which references to it are resolved. One that has
 * nothing but its name counts until the service was looked at: it may not be taken.
 */
function isYetToCome(
  name: string,
  { stack, listed, ports }: { readonly stack: string; readonly listed: readonly Listed[]; readonly ports: Ports },
): boolean {
  const { store, inventory } = ports
  const key = keyFor(stack, name)
  const declared = store.get('Service', key)
  if (!declared || declared.metadata.deletionTimestamp !== undefined) return false
  const taken = inventory.containersOfService(key)
  if (taken.length > 0) return !taken.some(({ taskKey = '' }) => store.get('Task', taskKey) !== undefined)
  const isLooked = !isYetToLook(store, stack, name)
  return listed.some(
    ({ summary }) => isOfProject(summary.labels, stack, name) || (!isLooked && isNamedFor(summary, declared)),
  )
}

/** Whether a container without labels has the name of a service's first one. */
function isNamedFor({ labels: own, name }: ContainerSummary, service: V1Service): boolean {
  const isPlain = own[labels.installation] === undefined && own[composeLabels.project] === undefined
  return isPlain && name === slotName(service, 1)
}

function mayBeOf({ labels: own, name }: ContainerSummary, { service, names }: Sought): boolean {
  if (own[labels.installation] !== undefined) return false
  if (own[composeLabels.project] === undefined) return names(name)
  return isOfProject(own, stackOf(service), service.metadata.name)
}

/** Whether labels are those of this Compose service. Containers of `docker compose run` are no replicas. */
function isOfProject(own: Readonly<Record<string, string>>, stack: string, service: string): boolean {
  return (
    own[composeLabels.project] === stack &&
    own[composeLabels.service] === service &&
    own[composeLabels.oneoff] !== 'True' &&
    own[labels.installation] === undefined
  )
}

/** A container that matches only by name is taken only if it existed when the stack's adoption was asked for. */
function wasThere({ node, container }: Placed, { consent }: Sought, { inventory }: Ports): boolean {
  const { Config, Created } = container
  return Config.Labels?.[composeLabels.project] !== undefined || ourTime(Created, inventory.host(node)) <= consent.at
}

async function inspect(node: string, id: string, { ports, run }: Acting): Promise<Placed | undefined> {
  const asked = engineOf(node, ports).inspectContainer({ id }, because(run, 'it may be taken over'))
  const container = await unlessGone(asked)
  return container && { node, container }
}
