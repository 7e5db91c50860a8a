import { errorText } from '../../api/v1/language/caught-error.ts'
import { labels } from '../../api/v1/labels.ts'
import { setRolloutPause } from '../../controllers/service/rollout-pause.ts'
import { rollbackOf } from '../../cli/local/undo/rollback.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import { sharedServices } from '../../api/v1/template-refs.ts'
import { isJob } from '../../api/v1/service-mode.ts'
import { validateObject } from '../../api/v1/validation/validate.ts'
import { validateSet } from '../../api/v1/validation/validate-set.ts'
import type { Verb } from '../../engine/engine.ts'
import type { Fault } from '../../engine/simulated/faults.ts'
import type { ContainerInspect } from '../../engine/types/container.ts'
import { between, chance, pick, pickWeighted } from '../support/draw.ts'
import { generateChange, servicesOf, withService } from '../support/generate-change.ts'
import type { Declared } from '../support/generate.ts'
import { deaths } from '../support/life.ts'
import type { Chaos, Site } from './run.ts'
import { undoing } from './undo.ts'

/** An event that can happen: by hand on a host, to a host, to the declaration, to the controllers, or to storage. */
export interface Happening {
  readonly name: string
  readonly weight: number
  /** Makes the event happen; returns details for the log. Throws what the engine refuses, which is no violation. */
  readonly act: (chaos: Chaos) => string | undefined | void
}

/** Draws one event, makes it happen, and logs it. */
export function happen(chaos: Chaos, happenings: readonly Happening[] = all): void {
  const { sites, random } = chaos
  if (sites.length > 1) chaos.site = pick(random, sites)
  const { name, act } = pickWeighted(chaos.random, happenings)
  try {
    const words = act(chaos)
    const at = sites.length > 1 ? ` at ${chaos.site.host.node}` : ''
    chaos.note(`EVENT ${name}${at}${words ? ` ${words}` : ''}`)
  } catch (error) {
    chaos.note(`EVENT ${name} refused: ${errorText(error)}`)
  }
}

/** What people do to our containers by hand. */
export const byHand: readonly Happening[] = [
  { name: 'stop', weight: 2, act: (chaos) => on(chaos, (name) => chaos.site.host.byHand.stop(name)) },
  { name: 'kill', weight: 2, act: (chaos) => on(chaos, (name) => chaos.site.host.byHand.kill(name)) },
  { name: 'remove', weight: 2, act: (chaos) => on(chaos, (name) => chaos.site.host.byHand.remove(name)) },
  { name: 'pause', weight: 1, act: (chaos) => on(chaos, (name) => chaos.site.host.byHand.pause(name)) },
  {
    name: 'exit',
    weight: 2,
    act: (chaos) => on(chaos, (name) => chaos.site.host.byHand.exit(name, pick(chaos.random, [1, 137]))),
  },
  {
    name: 'rename',
    weight: 0.5,
    act: (chaos) => on(chaos, (name) => chaos.site.host.byHand.rename(name, `mine-${name}`)),
  },
  {
    name: 'unhealthy',
    weight: 1,
    act: (chaos) => on(chaos, (name) => chaos.site.host.byHand.setHealth(name, 'unhealthy')),
  },
  { name: 'disconnect', weight: 1, act: disconnect },
  { name: 'memory', weight: 1, act: changeMemory },
]

const otherMemory = { Memory: 77 << 20, MemorySwap: 154 << 20 }

const others: readonly Happening[] = [
  { name: 'prune', weight: 0.5, act: (chaos) => prune(chaos) },
  { name: 'remove a volume', weight: 0.3, act: removeVolume },
  { name: 'remove a network', weight: 0.5, act: removeNetwork },
  { name: 'run something foreign', weight: 0.5, act: runForeign },
  { name: 'remove something foreign', weight: 0.5, act: removeForeign },
]

const host: readonly Happening[] = [
  { name: 'hang', weight: 0.7, act: (chaos) => during(chaos, chaos.site.host.hang, chaos.site.host.thaw) },
  { name: 'power cut', weight: 1.2, act: (chaos) => during(chaos, chaos.site.host.crash, chaos.site.host.restart) },
  {
    name: 'drop events',
    weight: 0.7,
    act(chaos) {
      const { host } = chaos.site
      return during(
        chaos,
        () => host.dropEvents(true),
        () => host.dropEvents(false),
      )
    },
  },
  { name: 'lose an event', weight: 2, act: (chaos) => chaos.site.host.loseEvent(between(chaos.random, 1, 6)) },
  { name: 'break the stream', weight: 1, act: (chaos) => chaos.site.host.breakStream() },
  { name: 'fail a call', weight: 4, act: failCall },
]

const controller: readonly Happening[] = [
  { name: 'crash', weight: 1, act: (chaos) => chaos.crash() },
  { name: 'crash in a call', weight: 3, act: crashInCall },
  {
    name: 'storage is full',
    weight: 0.7,
    act: (chaos) =>
      during(
        chaos,
        () => chaos.world.storage.refuse('Full'),
        () => chaos.world.storage.refuse(undefined),
      ),
  },
]

const declared: readonly Happening[] = [
  { name: 'change', weight: 8, act: change },
  { name: 'bad image', weight: 1, act: badImage },
  { name: 'restart', weight: 1.5, act: restart },
  { name: 'pause rollouts', weight: 1, act: pauseRollouts },
  undoing(rollbackOf),
  { name: 'nothing', weight: 1, act: () => undefined },
]

/** How long a host may be silent: longer than any grace. */
const SILENCE_MS = { least: 60_000, most: 600_000 }

/** Events only for several hosts: one hangs for minutes and comes back, is off for minutes and reboots, or is drained. */
export const ofSeveral: readonly Happening[] = [
  { name: 'silence', weight: 1.5, act: (chaos) => forMinutes(chaos, chaos.site.host.hang, chaos.site.host.thaw) },
  { name: 'outage', weight: 1.5, act: (chaos) => forMinutes(chaos, chaos.site.host.crash, chaos.site.host.restart) },
  { name: 'drain', weight: 1.5, act: drain },
]

/** All events for a single host. */
export const all: readonly Happening[] = [...byHand, ...others, ...host, ...controller, ...declared]

/** Our containers on these hosts, sorted by name. */
export function ours(sites: readonly Site[]): readonly ContainerInspect[] {
  const found = sites
    .flatMap(({ host }) => host.containers())
    .filter(({ Config }) => Config.Labels?.[labels.installation] === 'default')
  return found.sort((a, b) => (a.Name < b.Name ? -1 : 1))
}

/** Applies `act` to a random container of ours on the current host; returns its name. */
export function on(chaos: Chaos, act: (name: string) => void): string {
  const list = ours([chaos.site])
  if (list.length === 0) return 'nothing there'
  const name = pick(chaos.random, list).Name.slice(1)
  act(name)
  return name
}

/** Changes the memory of a running container that has a drift baseline. Before that, the change would look like the engine's own value. */
function changeMemory(chaos: Chaos): string {
  return on(chaos, (name) => {
    const { State, Config } = ours([chaos.site]).find(({ Name }) => Name === `/${name}`) ?? {}
    const task = keyFor(Config?.Labels?.[labels.stack], Config?.Labels?.[labels.task] ?? '')
    const isKnown = chaos.installation.ports.store.fact('baseline', task) !== undefined
    if (State?.Status === 'running' && isKnown) chaos.site.host.byHand.update(name, otherMemory)
  })
}

function disconnect(chaos: Chaos): string {
  return on(chaos, (name) => {
    const found = ours([chaos.site]).find(({ Name }) => Name === `/${name}`)
    const [network] = Object.keys(found?.NetworkSettings.Networks ?? {})
    if (network !== undefined) chaos.site.host.byHand.disconnect(network, name)
  })
}

/** Somebody prunes the host. Foreign containers and networks that this removes need not stay any more. */
function prune(chaos: Chaos): void {
  chaos.site.host.byHand.prune()
  for (const id of chaos.site.foreign.containers)
    if (!chaos.site.host.state.containers.has(id)) chaos.site.foreign.containers.delete(id)
  for (const id of chaos.site.foreign.networks)
    if (!chaos.site.host.state.networks.has(id)) chaos.site.foreign.networks.delete(id)
}

function removeVolume(chaos: Chaos): string {
  const names = [...chaos.site.host.state.volumes.keys()].sort()
  if (names.length === 0) return 'nothing there'
  const name = pick(chaos.random, names)
  chaos.site.host.byHand.removeVolume(name)
  chaos.site.foreign.volumes.delete(name)
  return name
}

function removeNetwork(chaos: Chaos): string {
  const names = [...chaos.site.host.state.networks.values()]
    .filter(({ predefined }) => !predefined)
    .map(({ name }) => name)
  if (names.length === 0) return 'nothing there'
  const name = pick(chaos.random, names.sort())
  const { networks } = chaos.site.host.state
  chaos.site.host.byHand.removeNetwork(name)
  for (const id of chaos.site.foreign.networks) if (!networks.has(id)) chaos.site.foreign.networks.delete(id)
  return name
}

/** Somebody runs a foreign container, under another name or under one of our names that is free at the moment. */
function runForeign(chaos: Chaos): string {
  const { random, site } = chaos
  const { host: at, foreign } = site
  const services = servicesOf(chaos.declared)
  const taken = services.length > 0 && chance(random, 0.3)
  const { metadata } = services[between(random, 0, services.length - 1)] ?? { metadata: { namespace: '', name: '' } }
  const name = taken ? `${metadata.namespace}-${metadata.name}-1` : `theirs-${foreign.containers.size}`
  foreign.containers.add(at.byHand.run(name, { Image: 'app:1' }))
  if (chance(random, 0.3)) foreign.networks.add(at.byHand.createNetwork({ Name: `theirs-${foreign.networks.size}` }))
  return name
}

function removeForeign(chaos: Chaos): string {
  const ids = [...chaos.site.foreign.containers]
  if (ids.length === 0) return 'nothing there'
  const id = pick(chaos.random, ids)
  chaos.site.foreign.containers.delete(id)
  chaos.site.host.byHand.remove(id)
  return id.slice(0, 12)
}

/** Calls `begin` now and `end` within a minute; returns the duration in words. */
export function during(chaos: Chaos, begin: () => void, end: () => void): string {
  return lasting(chaos, between(chaos.random, 1, chance(chaos.random, 0.5) ? 500 : 60_000), { begin, end })
}

function forMinutes(chaos: Chaos, begin: () => void, end: () => void): string {
  return lasting(chaos, between(chaos.random, SILENCE_MS.least, SILENCE_MS.most), { begin, end })
}

function lasting(chaos: Chaos, ms: number, { begin, end }: { begin: () => void; end: () => void }): string {
  begin()
  chaos.world.clock.after(ms, () => {
    end()
    chaos.note('it is over')
  })
  return `for ${ms} ms`
}

const verbs: readonly Verb[] = [
  ...(['createContainer', 'startContainer', 'stopContainer', 'removeContainer', 'renameContainer'] as const),
  ...(['updateContainer', 'createNetwork', 'removeNetwork', 'connectNetwork', 'createVolume', 'putArchive'] as const),
  ...(['inspectContainer', 'listContainers', 'listNetworks', 'inspectImage', 'inspectVolume', 'info'] as const),
  ...(['pullImage', 'logs', 'inspectNetwork', 'importImage'] as const),
]

const faults: readonly Fault[] = [
  { status: 500, message: 'something broke' },
  { status: 503, message: 'busy' },
  { code: 'Timeout', message: 'no answer in time' },
  { code: 'Unreachable', message: 'the connection broke (read ECONNRESET)' },
]

function failCall(chaos: Chaos): string {
  const verb = pick(chaos.random, verbs)
  const fault = pick(chaos.random, faults)
  const applied = chance(chaos.random, 0.5)
  chaos.site.host.failNext(verb, fault, { applied })
  return `${verb} ${JSON.stringify(fault)} ${applied ? 'applied' : 'not applied'}`
}

function crashInCall(chaos: Chaos): string {
  const { random } = chaos
  const passage = pick(random, ['call', 'write', 'write', 'storage'] as const)
  const at = { passage, n: between(random, 1, 12), death: pick(random, deaths) }
  chaos.life.killAt(at)
  return JSON.stringify(at)
}

function change(chaos: Chaos): string {
  const next = validChange(chaos)
  chaos.declare(next.declared)
  return next.words
}

/** Draws changes until one is valid: earlier events may have declared what excludes it. */
function validChange({ random, declared }: Chaos): ReturnType<typeof generateChange> {
  for (;;) {
    const next = generateChange(random, declared)
    if (isValid(next.declared)) return next
  }
}

/** Whether a declaration passes validation, and every service whose namespaces or volumes are shared has replicas. */
export function isValid(declared: Declared): boolean {
  const objects = [...declared.objects.values()]
  if (objects.some((object) => validateObject(object).length > 0) || validateSet(objects).length > 0) return false
  const empty = new Set(servicesOf(declared).flatMap((each) => (each.spec.replicas === 0 ? [keyOf(each)] : [])))
  return servicesOf(declared).every(({ metadata, spec }) =>
    sharedServices(spec.template).every((name) => !empty.has(keyFor(metadata.namespace, name))),
  )
}

/** Somebody restarts a service; a job then runs once more. */
function restart(chaos: Chaos): string {
  const services = servicesOf(chaos.declared)
  if (services.length === 0) return 'nothing there'
  const key = keyOf(pick(chaos.random, services))
  if (!chaos.life.isDead()) askRestart(chaos.installation.ports.store, key, chaos.world.clock.now())
  return key
}

/** Somebody pauses the rollouts of a service for a while. */
function pauseRollouts(chaos: Chaos): string {
  const services = servicesOf(chaos.declared)
  if (services.length === 0) return 'nothing there'
  const key = keyOf(pick(chaos.random, services))
  const set = (asked: Parameters<typeof setRolloutPause>[2]) => {
    if (!chaos.life.isDead()) setRolloutPause(chaos.installation.ports.store, key, asked)
    else if (!asked) chaos.world.clock.after(1_000, () => set(undefined))
  }
  const begin = () => set({ since: new Date(chaos.world.clock.now()).toISOString() })
  return `${key} ${during(chaos, begin, () => set(undefined))}`
}

/** Somebody drains a host for a while. */
function drain(chaos: Chaos): string {
  const { node } = chaos.site.host
  const set = (drained: boolean) => {
    if (!chaos.life.isDead()) setDrain(chaos, node, drained)
    else if (!drained) chaos.world.clock.after(1_000, () => set(false))
  }
  return during(
    chaos,
    () => set(true),
    () => set(false),
  )
}

/** Sets or ends the drain of a node, as an edit of its manifest would. */
export function setDrain({ installation }: Chaos, node: string, drained: boolean): void {
  const { store } = installation.ports
  if (store.get('Node', node)) store.update('Node', node, ({ spec }) => void (spec.drain = drained))
}

/** Declares an image that crashes, or one that no registry has. */
function badImage(chaos: Chaos): string {
  const services = servicesOf(chaos.declared).filter(({ spec }) => !isJob(spec))
  if (services.length === 0) return 'nothing there'
  const service = pick(chaos.random, services)
  const image = pick(chaos.random, ['bad:1', 'none:1'])
  const template = { ...service.spec.template, image }
  chaos.declare(withService(chaos.declared, { ...service, spec: { ...service.spec, template } }))
  return `${service.metadata.namespace}/${service.metadata.name} ${image}`
}
