import type { V1Dependency, V1Service, V1ServiceSpec, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { withDefaults } from '../../api/v1/validation/defaults.ts'
import { API_VERSION, type ObjectOf } from '../../api/v1/kinds.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { Random } from '../../clock/random.ts'
import type { RegistryImage } from '../../engine/simulated/behaviour.ts'
import type { Content } from '../../store/contents/contents.ts'
import { between, chance, pick } from './draw.ts'

/** A declaration: objects by `Kind/stack/name`, and the bytes of Secrets and Configs. Never modified in place. */
export interface Declared {
  readonly objects: ReadonlyMap<string, ObjectOf>
  readonly contents: ReadonlyMap<string, Content>
}

/** The images of generated services: some run, some exit (jobs), and one ignores SIGTERM. */
export const generatedImages: Readonly<Record<string, RegistryImage>> = {
  'app:1': { config: { Cmd: ['serve'], Env: ['PATH=/bin'] } },
  'app:2': { config: { Cmd: ['serve'], Env: ['PATH=/bin', 'MODE=2'] } },
  'app:3': { config: { Cmd: ['serve', '-v'] } },
  'db:1': { config: { Cmd: ['db'], Volumes: { '/var/db': {} } } },
  'db:2': { config: { Cmd: ['db'], Volumes: { '/var/db': {} }, ExposedPorts: { '5432/tcp': {} } } },
  'stubborn:1': { config: { Cmd: ['stay'] }, behaviour: { ignoresTerm: true } },
  'job:1': { config: { Cmd: ['once'] }, behaviour: { exitsAfterMs: 1_000, exitCode: 0 } },
  'job:2': { config: { Cmd: ['once', 'more'] }, behaviour: { exitsAfterMs: 1_500, exitCode: 0 } },
}

/** An image whose process exits with 3 soon after its start. */
export const brokenImage: RegistryImage = {
  config: { Cmd: ['crash'] },
  behaviour: { exitsAfterMs: 200, exitCode: 3, output: ['no such table'] },
}

const RUNNING = ['app:1', 'app:2', 'app:3', 'db:1', 'db:2', 'stubborn:1']
const ENDING = ['job:1', 'job:2']
const SERVICES = ['db', 'cache', 'migrate', 'api', 'web', 'worker']
const NETWORKS = ['front', 'back']
const VOLUMES = ['data', 'logs']

/** Draws a stack of two to five services with the objects that they use. It passes validation. */
export function generateStack(random: Random, stack: string): Declared {
  const objects: ObjectOf[] = [
    ...NETWORKS.map((name) => declare('Network', { stack, name })),
    ...VOLUMES.map((name) => declare('Volume', { stack, name })),
    declare('Secret', { stack, name: 'password' }, { file: '/srv/password' }),
    declare('Config', { stack, name: 'settings' }, { file: '/srv/settings' }),
  ]
  const count = between(random, 2, 5)
  const names = SERVICES.slice(0, count)
  const services: V1Service[] = []
  for (const name of names) services.push(generateService(random, { stack, name, earlier: services }))
  return declaredOf([...objects, ...services], new Map([secretOf(stack, 1), configOf(stack, 1)]))
}

/** A declaration of these objects and contents. */
export function declaredOf(objects: readonly ObjectOf[], contents: ReadonlyMap<string, Content>): Declared {
  return { objects: new Map(objects.map((object) => [`${object.kind}/${keyOf(object)}`, object])), contents }
}

/** A version of the bytes of a stack's Secret, with their key. They contain a mark that occurs nowhere else. */
export function secretOf(stack: string, version: number): [string, Content] {
  return [`Secret/${stack}/password`, contentOf(`hunter-${stack}-${version}!`, version)]
}

export function configOf(stack: string, version: number): [string, Content] {
  return [`Config/${stack}/settings`, contentOf(`level = ${version}`, version)]
}

function contentOf(text: string, version: number): Content {
  return { found: true, bytes: Buffer.from(text), hash: `hash-${version}` }
}

interface Wanted extends Named {
  /** Services that it may depend on. */
  readonly earlier: readonly V1Service[]
}

/** Draws a service. `migrate` is a job, and the services after it depend on its completion. */
export function generateService(random: Random, { stack, name, earlier }: Wanted): V1Service {
  const job = name === 'migrate'
  const fixedPort = !job && chance(random, 0.2)
  const spec: V1ServiceSpec = {
    template: generateTemplate(random, { job, ...(fixedPort ? { port: portOf(stack, name) } : {}) }),
    ...(job ? { mode: 'ReplicatedJob' } : { replicas: fixedPort ? 1 : between(random, 1, 3) }),
    ...(!job && chance(random, 0.6) ? { updateStrategy: generateStrategy(random) } : {}),
    ...dependencies(random, earlier),
  }
  return declare('Service', { stack, name }, spec) as V1Service
}

function portOf(stack: string, service: string): number {
  return (stack === 'shop' ? 8000 : 9000) + SERVICES.indexOf(service)
}

/** Draws an update strategy. */
export function generateStrategy(random: Random): NonNullable<V1ServiceSpec['updateStrategy']> {
  return {
    parallelism: between(random, 0, 2),
    order: pick(random, ['StopFirst', 'StartFirst'] as const),
    monitorSeconds: between(random, 0, 3),
    ...(chance(random, 0.3) ? { delaySeconds: between(random, 0, 2) } : {}),
    ...(chance(random, 0.3) ? { failureAction: 'Rollback' as const } : {}),
  }
}

function generateTemplate(random: Random, { job, port }: { job: boolean; port?: number }): V1TaskTemplate {
  return {
    image: pick(random, job ? ENDING : RUNNING),
    stopGracePeriodSeconds: between(random, 1, 3),
    ...(chance(random, 0.5) ? { env: [{ name: 'LEVEL', value: String(between(random, 1, 9)) }] } : {}),
    ...(chance(random, 0.4) ? { resources: { limits: { memoryBytes: between(random, 1, 8) << 26 } } } : {}),
    ...(!job && chance(random, 0.4) ? { healthcheck: { test: ['CMD', 'true'], intervalSeconds: 5 } } : {}),
    ...(chance(random, 0.3)
      ? { mounts: [{ type: 'Volume' as const, source: pick(random, VOLUMES), target: '/data' }] }
      : {}),
    ...(chance(random, 0.4) ? { networks: networksFrom(random) } : {}),
    ...(chance(random, 0.3) ? { secrets: [{ secret: 'password' }] } : {}),
    ...(chance(random, 0.2) ? { configs: [{ config: 'settings', target: '/etc/settings' }] } : {}),
    ...(port === undefined ? {} : { ports: [{ containerPort: 80, hostPort: port }] }),
    ...(!job && chance(random, 0.3) ? { restartPolicy: { condition: 'Always' as const } } : {}),
  }
}

function networksFrom(random: Random): { network: string; aliases?: string[] }[] {
  const wanted = chance(random, 0.3) ? NETWORKS : [pick(random, NETWORKS)]
  return wanted.map((network) => (chance(random, 0.3) ? { network, aliases: ['alias'] } : { network }))
}

function dependencies(random: Random, earlier: readonly V1Service[]): Pick<V1ServiceSpec, 'dependsOn'> {
  const chosen = earlier.filter(({ metadata }) => metadata.name === 'migrate' || chance(random, 0.3))
  return chosen.length === 0 ? {} : { dependsOn: chosen.map((service) => dependencyOn(random, service)) }
}

function dependencyOn(random: Random, { metadata, spec }: V1Service): V1Dependency {
  if (spec.mode === 'ReplicatedJob') return { service: metadata.name, condition: 'Completed' }
  const healthy = spec.template.healthcheck !== undefined && chance(random, 0.7)
  return { service: metadata.name, condition: healthy ? 'Healthy' : 'Started' }
}

interface Named {
  readonly stack: string
  readonly name: string
}

function declare(kind: ObjectOf['kind'], { stack, name }: Named, spec: object = {}): ObjectOf {
  const metadata = { name, namespace: stack }
  return withDefaults({ apiVersion: API_VERSION, kind, metadata, spec } as unknown as ObjectOf)
}
