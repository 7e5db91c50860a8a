import type { V1Service, V1Task, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { labels } from '../../api/v1/labels.ts'
import { isGlobal, isJob } from '../../api/v1/service-mode.ts'
import { hostNameOf, keyOf, slotName } from '../../api/v1/names.ts'
import { startService } from '../../controllers/holds/stop.ts'
import { lossesOf } from '../../controllers/holds/lost-volume.ts'
import { setRolloutPause } from '../../controllers/service/rollout-pause.ts'
import type { ContainerInspect } from '../../engine/types/container.ts'
import { servicesOf, withService } from '../support/generate-change.ts'
import { checkAlways } from './always.ts'
import { ours, setDrain } from './events.ts'
import type { Chaos, Site } from './run.ts'

const MINUTE = 60_000
/** How long to wait for rest. A relist comes within five and a half minutes, and its findings take time to mend. */
const SETTLE_MS = 20 * MINUTE

/** Ends all faults and pauses, waits, and checks that everything is as declared (S5, S6). */
export async function comeToRest(chaos: Chaos): Promise<void> {
  chaos.note('EVENT all faults end')
  endFaults(chaos)
  await chaos.advance(6_000)
  resumeRollouts(chaos)
  for (let tries = 1; tries <= 4; tries++) {
    await chaos.advance(SETTLE_MS)
    if (restViolations(chaos).length === 0) break
    mend(chaos, tries)
  }
  checkAlways(chaos)
  for (const broken of restViolations(chaos)) chaos.violate(broken)
}

/** Checks that an hour at rest passes without a writing call (S8). */
export async function stayAtRest(chaos: Chaos): Promise<void> {
  const before = chaos.writes
  await chaos.advance(60 * MINUTE)
  if (chaos.writes !== before) chaos.violate(`S8 ${chaos.writes - before} writing calls in an hour at rest`)
}

function endFaults(chaos: Chaos): void {
  const { sites, world, life } = chaos
  life.killAt({ passage: 'call', n: -1, death: 'sent' })
  for (const site of sites) endFaultsAt(site)
  world.storage.refuse(undefined)
  chaos.lost.clear()
  let { declared } = chaos
  for (const service of servicesOf(declared)) {
    const { template } = service.spec
    if (template.image !== 'bad:1' && template.image !== 'none:1') continue
    declared = withService(declared, {
      ...service,
      spec: { ...service.spec, template: { ...template, image: 'app:1' } },
    })
  }
  chaos.declare(declared)
}

/** Ends drains, pauses and stops again: their end may have been lost in a crash before it was durable. The controllers must live. */
function resumeRollouts(chaos: Chaos): void {
  const { store } = chaos.installation.ports
  for (const { host } of chaos.sites) setDrain(chaos, host.node, false)
  for (const key of store.facts('rolloutPause').keys()) setRolloutPause(store, key, undefined)
  for (const key of store.facts('stop').keys()) startService(store, key)
}

function endFaultsAt({ host, foreign }: Site): void {
  host.thaw()
  host.restart()
  host.dropEvents(false)
  for (const id of foreign.containers) {
    const name = host.state.containers.get(id)?.name ?? ''
    if (name.startsWith('theirs-')) continue
    foreign.containers.delete(id)
    host.byHand.remove(id)
  }
}

/**
 * Does what people do about objects that hold by design: approves lost volumes, and declares another template for a service whose rollout
 * failed or whose pinned image is gone.
 */
function mend(chaos: Chaos, tries: number): void {
  const { store } = chaos.installation.ports
  let { declared } = chaos
  for (const service of servicesOf(declared)) {
    const { rollout, conditions } = store.get('Service', keyOf(service))?.status ?? {}
    const lacksImage = conditions?.some(({ reason }) => reason === 'ImageMissing')
    if (rollout?.state === 'Completed' && !lacksImage) continue
    const { template } = service.spec
    const env = [...(template.env ?? []).filter(({ name }) => name !== 'TRY'), { name: 'TRY', value: String(tries) }]
    declared = withService(declared, { ...service, spec: { ...service.spec, template: { ...template, env } } })
  }
  chaos.declare(declared)
  for (const [key, volume] of store.list('Volume')) {
    const lost = lossesOf(volume).map(({ node }) => node)
    if (lost.length > 0) store.putFact('approval', `Volume/${key}`, lost)
  }
}

/** The differences between the declaration and what runs, in words. Computed without the product's planning. */
function restViolations(chaos: Chaos): readonly string[] {
  if (chaos.life.isDead()) return ['no controller lives']
  const services = servicesOf(chaos.declared)
  const found = ours(chaos.sites)
  const known = new Set(services.map(keyOf))
  const orphans = found.filter((container) => !known.has(serviceOf(container)))
  return [
    ...orphans.map(({ Name }) => `S6 the container ${Name} belongs to nothing that is declared`),
    ...services.flatMap((service) => serviceViolations(chaos, service, found)),
    ...chaos.sites.flatMap((site) => networkViolations(chaos, site, services)),
  ]
}

function serviceOf({ Config }: ContainerInspect): string {
  return `${Config.Labels?.[labels.stack]}/${Config.Labels?.[labels.name]}`
}

function serviceViolations(chaos: Chaos, service: V1Service, found: readonly ContainerInspect[]): readonly string[] {
  const key = keyOf(service)
  const { store } = chaos.installation.ports
  const tasks = [...store.by('Task', 'service', key).values()]
  const own = found.filter((container) => serviceOf(container) === key && !container.Name.endsWith('.failed'))
  const wanted = isGlobal(service.spec) ? chaos.sites.length : (service.spec.replicas ?? 1)
  const status = store.get('Service', key)?.status
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')
  const said = [
    ...(tasks.length === wanted ? [] : [`S6 ${key} has ${tasks.length} tasks, wanted are ${wanted}`]),
    ...(ready?.status === 'True' ? [] : [`S6 ${key} is not ready: ${ready?.reason} ${ready?.message}`]),
  ]
  if (isJob(service.spec)) return [...said, ...jobViolations(key, own, { tasks, wanted })]
  return [
    ...said,
    ...(own.length === wanted ? [] : [`S5 ${key} has ${own.length} containers, wanted are ${wanted}`]),
    ...own.flatMap((container) => containerViolations(service, container)),
    ...tasks.flatMap((task) => slotViolations(service, task, own)),
  ]
}

function jobViolations(
  key: string,
  own: readonly ContainerInspect[],
  { tasks, wanted }: { tasks: readonly V1Task[]; wanted: number },
): readonly string[] {
  return [
    ...(own.length <= wanted ? [] : [`S5 the job ${key} has ${own.length} containers`]),
    ...tasks.filter(({ status }) => status?.phase !== 'Completed').map(({ metadata }) => `S6 ${metadata.name} is open`),
  ]
}

function slotViolations(service: V1Service, { spec }: V1Task, own: readonly ContainerInspect[]): readonly string[] {
  const name = `/${slotName(service, spec.slot)}`
  const named = own.filter(({ Name }) => Name === name)
  return named.length === 1 ? [] : [`S6 slot ${spec.slot} of ${spec.service} has ${named.length} containers`]
}

/** Compares a container with its service's spec, field by field. */
function containerViolations({ metadata, spec }: V1Service, container: ContainerInspect): readonly string[] {
  const { template } = spec
  const { State, Config, HostConfig, NetworkSettings } = container
  const stack = metadata.namespace ?? ''
  const networks = networksOn(template)
    .map((network) => `${stack}_${network}`)
    .sort()
  const volumes = (template.mounts ?? []).flatMap(({ type, source }) =>
    type === 'Volume' && source ? [`${stack}_${source}`] : [],
  )
  const mounted = new Set((container.Mounts ?? []).map(({ Name }) => Name))
  const memory = template.resources?.limits?.memoryBytes
  const rows: readonly (readonly [string, unknown, unknown])[] = [
    ['state', 'running', State.Status],
    ['health', healthOf(template), State.Health?.Status],
    ['image', template.image, declaredImage(template.image, Config.Image)],
    ['memory', memory, memory === undefined ? undefined : HostConfig.Memory],
    ['networks', networks.join(), ownNetworks(container).join()],
    ['addresses', true, ownNetworks(container).every((name) => NetworkSettings.Networks[name]?.IPAddress)],
    ['volumes', true, volumes.every((name) => mounted.has(name))],
    ['env', true, (template.env ?? []).every(({ name, value }) => Config.Env?.includes(`${name}=${value}`))],
    ['secrets', true, hasSecrets(template, container)],
  ]
  return rows
    .filter(([, wanted, is]) => wanted !== is)
    .map(([field, wanted, is]) => `S6 ${container.Name}: ${field} is ${String(is)}, declared ${String(wanted)}`)
}

function healthOf({ healthcheck }: V1TaskTemplate): string | undefined {
  return healthcheck && !healthcheck.disable ? 'healthy' : undefined
}

/** The declared image, also for a container created by digest, as on a host where the tag means another image than for the first task. */
function declaredImage(wanted: string | undefined, image: string | undefined): string | undefined {
  if (image?.startsWith('sha256:')) return wanted
  return image?.includes('@') && wanted?.startsWith(`${image.split('@')[0]}:`) ? wanted : image
}

/** Whether the container has exactly its secrets; with `volumesFrom` it may have those of other containers too. */
function hasSecrets({ secrets = [], volumesFrom }: V1TaskTemplate, { Mounts = [] }: ContainerInspect): boolean {
  const found = Mounts.filter(({ Destination }) => Destination?.startsWith('/run/secrets/')).length
  return volumesFrom === undefined ? found === secrets.length : found >= secrets.length
}

/** Checks that a host has each network exactly once where a service uses it (of several hosts: where its containers run), and no others. */
function networkViolations({ sites }: Chaos, site: Site, services: readonly V1Service[]): readonly string[] {
  const { host } = site
  const here = new Set(ours([site]).map(serviceOf))
  const used = services
    .filter(({ spec }) => (spec.replicas ?? 1) > 0)
    .flatMap((service) => networksOf(service).map((name) => ({ name, isNeeded: here.has(keyOf(service)) })))
  const there = [...host.state.networks.values()]
    .filter(({ body }) => body.Labels?.[labels.installation] === 'default')
    .map(({ name }) => name)
  const needed = used.filter(({ isNeeded }) => isNeeded || sites.length === 1).map(({ name }) => name)
  const allowed = new Set(used.map(({ name }) => name))
  const isRight = [...new Set(needed)].every((name) => there.includes(name)) && there.every((name) => allowed.has(name))
  if (isRight && new Set(there).size === there.length) return []
  return [
    `S6 the networks of ${host.node} are ${there.sort().join()}, wanted are ${[...new Set(needed)].sort().join()}`,
  ]
}

function networksOf({ spec, metadata }: V1Service): readonly string[] {
  const { namespace = '' } = metadata
  return networksOn(spec.template).map((name) => hostNameOf({ metadata: { name, namespace }, spec: {} }))
}

function networksOn({ networks, networkMode }: V1TaskTemplate): readonly string[] {
  if (networkMode !== undefined) return []
  return (networks ?? [{ network: 'default' }]).map(({ network }) => network)
}

/** The container's networks, without the engine's own. */
function ownNetworks({ NetworkSettings }: ContainerInspect): readonly string[] {
  return Object.keys(NetworkSettings.Networks)
    .filter((name) => !['host', 'none', 'bridge'].includes(name))
    .sort()
}
