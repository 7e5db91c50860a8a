import type { V1Port, V1Service, V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { withDefaults } from '../../api/v1/validation/defaults.ts'
import { keyOf } from '../../api/v1/names.ts'
import { isJob } from '../../api/v1/service-mode.ts'
import type { Random } from '../../clock/random.ts'
import { between, chance, pick, pickWeighted } from './draw.ts'
import { configOf, generateService, generateStack, generateStrategy, secretOf, type Declared } from './generate.ts'

/** The sorts of change that generateChange draws. */
export const changeSorts = [
  'image',
  'scale',
  'environment',
  'limits',
  'networks',
  'volumes',
  'contents',
  'strategy',
  'name',
  'host ports',
  'service gone',
  'service there',
  'stack gone',
  'stack there',
  'bytes of a Secret',
  'bytes of a Config',
] as const

export type ChangeSort = (typeof changeSorts)[number]

/** A declaration after a change, with the change in words. */
export interface DeclaredChange extends Made {
  readonly sort: ChangeSort
}

interface Made {
  readonly words: string
  readonly declared: Declared
}

interface Sort {
  readonly sort: ChangeSort
  readonly weight: number
  readonly change: (random: Random, declared: Declared, service: V1Service) => Made | undefined
}

const STACKS = ['shop', 'blog']

/** Draws a change that people often make: of a spec or scale, a service or stack added or removed, or other bytes of a Secret or Config. */
export function generateChange(random: Random, declared: Declared): DeclaredChange {
  for (let tries = 0; tries < 20; tries++) {
    const services = servicesOf(declared)
    if (services.length === 0) break
    const { sort, change } = pickWeighted(random, sorts)
    const made = change(random, declared, pick(random, services))
    if (made) return { sort, ...made }
  }
  const stack = stackThere(random, declared)
  return stack ? { sort: 'stack there', ...stack } : { sort: 'service there', ...serviceThere(random, declared) }
}

/** The declared services, in the order of the map. */
export function servicesOf({ objects }: Declared): readonly V1Service[] {
  return [...objects.values()].filter((object): object is V1Service => object.kind === 'Service')
}

/** A copy of the declaration with one service added or replaced. */
export function withService(declared: Declared, service: V1Service): Declared {
  return { ...declared, objects: new Map([...declared.objects, [`Service/${keyOf(service)}`, service]]) }
}

/** A change that draws fields of a service's template. */
const templating =
  (draw: (random: Random, service: V1Service) => Partial<V1ServiceSpec['template']>): Sort['change'] =>
  (random, declared, service) =>
    templated(declared, service, draw(random, service))

/** A change of the bytes of the Secret or Config of a service's stack. */
const rotating =
  (of: typeof secretOf): Sort['change'] =>
  (random, declared, { metadata }) => {
    const version = between(random, 2, 9)
    const [key, content] = of(metadata.namespace ?? '', version)
    return {
      words: `${key}: version ${version}`,
      declared: { ...declared, contents: new Map([...declared.contents, [key, content]]) },
    }
  }

const sorts: readonly Sort[] = [
  { sort: 'image', weight: 4, change: templating(otherImage) },
  { sort: 'scale', weight: 3, change: scaled },
  { sort: 'environment', weight: 2, change: templating(env) },
  { sort: 'limits', weight: 2, change: templating(limits) },
  { sort: 'networks', weight: 1, change: templating(networks) },
  { sort: 'volumes', weight: 1, change: templating(volumes) },
  { sort: 'contents', weight: 1, change: templating(contents) },
  {
    sort: 'strategy',
    weight: 1,
    change: (random, declared, service) =>
      respecified(declared, service, { words: 'another strategy', updateStrategy: generateStrategy(random) }),
  },
  { sort: 'name', weight: 1, change: named },
  { sort: 'host ports', weight: 2, change: portsSwapped },
  { sort: 'service gone', weight: 2, change: deleted },
  { sort: 'service there', weight: 1, change: serviceThere },
  { sort: 'stack there', weight: 1, change: stackThere },
  { sort: 'stack gone', weight: 0.3, change: stackDeleted },
  { sort: 'bytes of a Secret', weight: 1, change: rotating(secretOf) },
  { sort: 'bytes of a Config', weight: 1, change: rotating(configOf) },
]

function scaled(random: Random, declared: Declared, service: V1Service): Made | undefined {
  const { mode, template, containerName } = service.spec
  const fixed = mode !== 'Replicated' || template.ports !== undefined || containerName !== undefined
  if (fixed) return undefined
  const replicas = between(random, 0, 4)
  return respecified(declared, service, { words: `${replicas} replicas`, replicas })
}

/** Gives a service with a single container another container name. Not a job, whose completed container keeps its name. */
function named(random: Random, declared: Declared, service: V1Service): Made | undefined {
  const { mode, replicas } = service.spec
  if (mode !== 'Replicated' || replicas !== 1) return undefined
  const containerName = `${service.metadata.namespace}-${pick(random, ['front', 'main'])}-${service.metadata.name}`
  return respecified(declared, service, { words: `the name ${containerName}`, containerName })
}

/** Swaps the host ports of two services of a stack, so that each waits for the other's port. A service without one gives a fresh port. */
function portsSwapped(random: Random, declared: Declared, service: V1Service): Made | undefined {
  const own = servicesOf(declared).filter(({ metadata }) => metadata.namespace === service.metadata.namespace)
  const others = own.filter((other) => other !== service && other.spec.template.ports)
  if (service.spec.mode !== 'Replicated' || service.spec.replicas !== 1 || others.length === 0) return undefined
  const other = pick(random, others)
  const { ports = [freshPort(declared)] } = service.spec.template
  const given = (to: V1Service, published: V1Port[]): V1Service =>
    withDefaults({ ...to, spec: { ...to.spec, template: { ...to.spec.template, ports: published } } })
  const [one, two] = [given(service, other.spec.template.ports ?? []), given(other, ports)]
  return {
    words: `${keyOf(service)} and ${keyOf(other)}: swapped ports`,
    declared: withService(withService(declared, one), two),
  }
}

function freshPort(declared: Declared): V1Port {
  const taken = servicesOf(declared).flatMap(({ spec }) => spec.template.ports ?? [])
  return { containerPort: 80, hostPort: Math.max(9_100, ...taken.map(({ hostPort = 0 }) => hostPort + 1)) }
}

function otherImage(random: Random, { spec }: V1Service) {
  const images = isJob(spec) ? ['job:1', 'job:2'] : ['app:1', 'app:2', 'app:3', 'db:2']
  return { image: pick(random, images) }
}

function env(random: Random) {
  return { env: [{ name: 'LEVEL', value: String(between(random, 1, 9)) }] }
}

function limits(random: Random) {
  return { resources: { limits: { memoryBytes: between(random, 1, 8) << 26 } } }
}

function networks(random: Random) {
  return { networks: [{ network: pick(random, ['front', 'back']) }] }
}

function volumes(random: Random) {
  const source = pick(random, ['data', 'logs', undefined])
  return { mounts: source === undefined ? [] : [{ type: 'Volume' as const, source, target: '/data' }] }
}

function contents(random: Random) {
  const [secret, config] = [chance(random, 0.5), chance(random, 0.5)]
  return {
    secrets: secret ? [{ secret: 'password' }] : [],
    configs: config ? [{ config: 'settings', target: '/etc/settings' }] : [],
  }
}

function templated(declared: Declared, service: V1Service, change: Partial<V1ServiceSpec['template']>): Made {
  const template = { ...service.spec.template, ...change }
  return respecified(declared, service, { words: JSON.stringify(change), template })
}

type SpecChange = Partial<V1ServiceSpec> & { readonly words: string }

function respecified(declared: Declared, service: V1Service, { words, ...change }: SpecChange): Made {
  const next = withDefaults({ ...service, spec: { ...service.spec, ...change } })
  return { words: `${keyOf(service)}: ${words}`, declared: withService(declared, next) }
}

/** Removes a service, and all dependencies on it. */
function deleted(_: Random, declared: Declared, service: V1Service): Made {
  const { name, namespace } = service.metadata
  const left = servicesOf(declared).filter((other) => other !== service)
  const freed = left.map((other) => {
    if (other.metadata.namespace !== namespace) return other
    const dependsOn = (other.spec.dependsOn ?? []).filter((dependency) => dependency.service !== name)
    const { dependsOn: before, ...spec } = other.spec
    if (before === undefined || before.length === dependsOn.length) return other
    return { ...other, spec: dependsOn.length > 0 ? { ...spec, dependsOn } : spec }
  })
  const others = [...declared.objects].filter(([, object]) => object.kind !== 'Service')
  const services = freed.map((other): [string, V1Service] => [`Service/${keyOf(other)}`, other])
  return {
    words: `${keyOf(service)}: deleted`,
    declared: { ...declared, objects: new Map([...others, ...services]) },
  }
}

function stackDeleted(_: Random, declared: Declared, { metadata }: V1Service): Made {
  const objects = [...declared.objects].filter(([, object]) => object.metadata.namespace !== metadata.namespace)
  return { words: `the stack ${metadata.namespace}: deleted`, declared: { ...declared, objects: new Map(objects) } }
}

/** Adds a stack that is absent, perhaps one that was removed before; undefined if it is present. */
function stackThere(random: Random, declared: Declared): Made | undefined {
  const stack = pick(random, STACKS)
  if (declared.objects.has(`Network/${stack}/front`)) return undefined
  const fresh = generateStack(random, stack)
  return {
    words: `the stack ${stack}: there`,
    declared: {
      objects: new Map([...declared.objects, ...fresh.objects]),
      contents: new Map([...fresh.contents, ...declared.contents]),
    },
  }
}

/** Adds a service to a present stack, or replaces the one of that name by a different one. */
function serviceThere(random: Random, declared: Declared): Made {
  const stack = pick(
    random,
    STACKS.filter((each) => declared.objects.has(`Network/${each}/front`)),
  )
  const name = pick(random, ['cache', 'worker', 'queue', 'web'])
  const own = servicesOf(declared).filter(({ metadata }) => metadata.namespace === stack)
  const known = own.some(({ metadata }) => metadata.name === name)
  const earlier = chance(random, 0.5) || known ? [] : own.filter(({ spec }) => spec.mode !== 'ReplicatedJob')
  const service = generateService(random, { stack, name, earlier: earlier.filter((other) => !other.spec.dependsOn) })
  const { ports: _, ...template } = service.spec.template
  const next = withDefaults({ ...service, spec: { ...service.spec, template } })
  return { words: `${keyOf(next)}: there ${JSON.stringify(next.spec)}`, declared: withService(declared, next) }
}
