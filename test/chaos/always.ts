import type { V1Task, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { labels } from '../../api/v1/labels.ts'
import { keyFor, serviceKeyOf } from '../../api/v1/names.ts'
import { serviceReasons } from '../../api/v1/reasons.ts'
import { isGlobal } from '../../api/v1/service-mode.ts'
import { isWrite } from '../../engine/is-write.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import type { HostState, Volume } from '../../engine/simulated/state.ts'
import type { Call } from '../../engine/wrap.ts'
import type { Key } from '../../store/objects/store.ts'
import type { Chaos, Site } from './run.ts'
import { lineOf } from './log.ts'

/** What must stay on a host: foreign containers and networks by id, and all volumes by name. */
export interface Foreign {
  readonly containers: Set<string>
  readonly networks: Set<string>
  readonly volumes: Set<string>
  /** The anonymous volume of each slot, by service and slot; for a Global service also by service alone. */
  readonly carried: Map<string, string>
}

const INSTALLATION = 'default'

/** The mark in secret bytes: plain, and in base64 at each of the three offsets. */
const secretMarks = ['hunter-', ...['', 'x', 'xx'].map((pad) => base64Middle(pad))]

/** Checks a call at the moment it is sent: it touches nothing foreign and no volume (S4), and contains no secret bytes (S9). */
export function checkCall(chaos: Chaos, host: SimulatedHost, call: Call): void {
  const { verb, args } = call
  if (!isWrite(verb)) return
  chaos.writes++
  const { id, container } = args as { id?: string; container?: string }
  if (/Container$|putArchive|exec/.test(verb) && verb !== 'createContainer')
    checkOurs(chaos, host, { call, idOrName: id ?? '' })
  if (verb === 'removeVolume') chaos.violate(`S4 a volume is removed: ${lineOf(call)}`)
  if (verb === 'removeNetwork' && isForeignNetwork(host.state, id ?? ''))
    chaos.violate(`S4 a network that is not ours is removed: ${lineOf(call)}`)
  if (container !== undefined) checkOurs(chaos, host, { call, idOrName: container })
  if (verb !== 'putArchive') checkSecret(chaos, lineOf(call), `the call ${verb}`)
}

function checkOurs(chaos: Chaos, host: SimulatedHost, { call, idOrName }: { call: Call; idOrName: string }): void {
  const { containers, names } = host.state
  const found = containers.get(idOrName) ?? containers.get(names.get(idOrName) ?? '')
  if (found && found.config.Labels?.[labels.installation] !== INSTALLATION)
    chaos.violate(`S4 a container that is not ours is touched: ${lineOf(call)}`)
}

function isForeignNetwork({ networks }: HostState, id: string): boolean {
  const found = networks.get(id)
  return found !== undefined && found.body.Labels?.[labels.installation] !== INSTALLATION
}

/** Checks between two events that foreign objects are still there (S4), and secret bytes are in no storage, event or container (S9). */
export function checkAlways(chaos: Chaos): void {
  const { sites, world, installation } = chaos
  for (const site of sites) checkSite(chaos, site)
  checkSecret(chaos, JSON.stringify([...world.storage.contents()]), 'storage')
  const events = installation.recorder.events()
  checkSecret(chaos, JSON.stringify(events), 'events')
  for (const { reason, message } of events)
    if (reason === serviceReasons.installationShared) chaos.violate(`ours is taken for that of others: ${message}`)
}

function checkSite(chaos: Chaos, { host, foreign }: Site): void {
  const { containers, networks, volumes } = host.state
  for (const id of foreign.containers) if (!containers.has(id)) chaos.violate(`S4 the foreign container ${id} is gone`)
  for (const id of foreign.networks) if (!networks.has(id)) chaos.violate(`S4 the foreign network ${id} is gone`)
  for (const name of foreign.volumes) if (!volumes.has(name)) chaos.violate(`S4 the volume ${name} is gone`)
  for (const [name, volume] of volumes) if (isUsed(volume, host.state)) foreign.volumes.add(name)
  checkCarried(chaos, { host, foreign })
  checkSecret(chaos, JSON.stringify(host.containers()), 'the engine')
}

/** Whether a volume must stay. An anonymous one whose container never ran may go with it. */
function isUsed({ anonymous, users }: Volume, { containers }: HostState): boolean {
  return !anonymous || [...users].some((id) => (containers.get(id)?.startedAt ?? 0) > 0)
}

/**
 * Checks that a running container has the anonymous volume of its predecessor in the slot, or on the node for a Global service, unless the
 * service was deleted in between or somebody removed the volume.
 */
function checkCarried(chaos: Chaos, site: Site): void {
  const { store } = chaos.installation.ports
  for (const { Name, State, Config, Mounts = [] } of site.host.containers()) {
    const own = Config.Labels ?? {}
    const task = store.get('Task', keyFor(own[labels.stack], own[labels.task] ?? ''))
    const volume = Mounts.find(({ Destination }) => Destination === DATA)?.Name
    if (task && State.Running && volume !== undefined && !isFromElsewhere(task.spec.template))
      checkVolume(chaos, site, { Name, task, volume })
  }
}

function checkVolume(
  chaos: Chaos,
  { host, foreign: { carried } }: Site,
  { Name, task: { metadata, spec }, volume }: { Name: string; task: V1Task; volume: string },
): void {
  const key = serviceKeyOf({ metadata, spec })
  const [slot, once] = [`${key} ${spec.slot} ${spec.incarnation}`, `${key} ${spec.incarnation}`]
  const isOnce = runsOnce(key, chaos)
  const before = carried.get(isOnce ? once : slot) ?? volume
  if (before !== volume && host.state.volumes.has(before) && chaos.sites.length === 1)
    chaos.violate(`S4 ${Name} has another volume at ${DATA} than what was before it in its place`)
  carried.set(slot, volume)
  if (isOnce) carried.set(once, volume)
  else carried.delete(once)
}

/** Whether a service is Global and has just its one task: after a change of mode, tasks of slots may remain for a while. */
function runsOnce(key: Key, { installation }: Chaos): boolean {
  const { store } = installation.ports
  const service = store.get('Service', key)
  return service !== undefined && isGlobal(service.spec) && store.by('Task', 'service', key).size === 1
}

/** Whether a template may mount something else at DATA: a declared mount, or volumes of another container. */
function isFromElsewhere({ mounts = [], volumesFrom = [] }: V1TaskTemplate): boolean {
  return volumesFrom.length > 0 || mounts.some(({ target }) => target === DATA)
}

/** The path at which images declare a volume. */
const DATA = '/var/db'

function checkSecret(chaos: Chaos, text: string, where: string): void {
  if (secretMarks.some((mark) => text.includes(mark))) chaos.violate(`S9 secret bytes are in ${where}`)
}

/** The part of the base64 of `pad` and the mark that does not depend on the bytes around the mark. */
function base64Middle(pad: string): string {
  const text = Buffer.from(`${pad}hunter-`).toString('base64')
  return text.slice(Math.ceil((pad.length * 8) / 6), Math.floor(((pad.length + 7) * 8) / 6))
}
