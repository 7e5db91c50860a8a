import type { V1Dependency, V1Service, V1ServiceSpec, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { withDefaults } from '../../api/v1/validation/defaults.ts'
import type { ObjectOf } from '../../api/v1/kinds.ts'
import { keyOf } from '../../api/v1/names.ts'
import { validateObject } from '../../api/v1/validation/validate.ts'
import { validateSet } from '../../api/v1/validation/validate-set.ts'
import type { Random } from '../../clock/random.ts'
import { between, chance, pick } from './draw.ts'
import type { Declared } from './generate.ts'
import { type DeclaredChange, generateChange, servicesOf, withService } from './generate-change.ts'

/** A declaration after an uncommon change, with the change in words. */
export interface UncommonChange {
  readonly words: string
  readonly declared: Declared
}

type Draw<T> = (random: Random, service: V1Service, declared: Declared) => T | undefined

/** A volume driver other than `local`. */
export const PLUGIN = 'plug'

/** Draws a common change, or with the probability `uncommon` an uncommon one. */
export function drawChange(
  random: Random,
  declared: Declared,
  uncommon: number,
): UncommonChange & Partial<Pick<DeclaredChange, 'sort'>> {
  return uncommon > 0 && chance(random, uncommon) ? uncommonChange(random, declared) : generateChange(random, declared)
}

/** Draws a change of fields that generateChange does not touch. The result passes validation, and its changed object `settles`. */
export function uncommonChange(
  random: Random,
  declared: Declared,
  settles: (object: ObjectOf) => boolean = () => true,
): UncommonChange {
  for (let tries = 0; tries < 30; tries++) {
    const services = servicesOf(declared)
    if (services.length === 0) break
    const changed = chance(random, 0.25)
      ? besides(random, declared)
      : ofService(random, pick(random, services), declared)
    if (changed === undefined) continue
    const object = withDefaults(changed.object)
    if (!settles(object)) continue
    const next =
      object.kind === 'Service'
        ? withService(declared, object as V1Service)
        : { ...declared, objects: new Map([...declared.objects, [`${object.kind}/${keyOf(object)}`, object]]) }
    if (servicesOf(next).some((each) => !hasIpc(each, next))) continue
    if (validateObject(object).length > 0 || validateSet([...next.objects.values()]).length > 0) continue
    return { words: `${object.kind} ${keyOf(object)}: ${changed.words}`, declared: next }
  }
  return { words: 'nothing', declared }
}

interface Changed {
  readonly words: string
  readonly object: ObjectOf
}

function ofService(random: Random, service: V1Service, declared: Declared): Changed | undefined {
  const { spec } = service
  if (chance(random, 0.7)) {
    const change = pick(random, templates)(random, service, declared)
    if (change === undefined) return undefined
    const template = without({ ...spec.template, ...change })
    return { words: JSON.stringify(change), object: { ...service, spec: { ...spec, template } } as ObjectOf }
  }
  const change = pick(random, specs)(random, service, declared)
  if (change === undefined) return undefined
  return { words: JSON.stringify(change), object: { ...service, spec: without({ ...spec, ...change }) } as ObjectOf }
}

/** Drops undefined fields. */
function without<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T
}

type Undefinable<T> = { [K in keyof T]?: T[K] | undefined }

const isJob = ({ spec }: V1Service) => spec.mode === 'ReplicatedJob' || spec.mode === 'GlobalJob'

const templates: readonly Draw<Undefinable<V1TaskTemplate>>[] = [
  (random) => ({ labels: chance(random, 0.3) ? undefined : { 'my.label': String(between(random, 1, 3)) } }),
  (random, service) =>
    isJob(service)
      ? {
          restartPolicy: {
            condition: 'OnFailure',
            maxAttempts: between(random, 1, 3),
            delaySeconds: between(random, 0, 2),
          },
        }
      : {
          restartPolicy: pick(random, [
            undefined,
            { condition: 'Always' as const },
            { condition: 'UnlessStopped' as const },
            { condition: 'Always' as const, delaySeconds: between(random, 0, 3) },
            { condition: 'OnFailure' as const, maxAttempts: between(random, 1, 3) },
            { condition: 'OnFailure' as const, maxAttempts: 2, windowSeconds: 5, delaySeconds: 1 },
            { condition: 'Never' as const },
          ]),
        },
  (random) => ({
    hooks: pick(random, [
      undefined,
      { postStart: [{ command: ['warm', 'up'] }] },
      { preStop: [{ command: ['drain'] }] },
      { postStart: [{ command: ['one'] }, { command: ['two'] }], preStop: [{ command: ['drain'] }] },
    ]),
  }),
  (random) => ({
    mounts: pick(random, [
      [{ type: 'Volume' as const, target: '/own' }],
      [
        { type: 'Volume' as const, target: '/own' },
        { type: 'Volume' as const, source: 'data', target: '/data' },
      ],
      [{ type: 'Tmpfs' as const, target: '/tmp' }],
      [{ type: 'Bind' as const, source: '/srv/bind', target: '/bind' }],
      [
        { type: 'Volume' as const, source: 'logs', target: '/logs', readOnly: true },
        { type: 'Volume' as const, source: 'data', target: '/var/db' },
      ],
      [{ type: 'Volume' as const, source: 'data', target: '/data', volume: { noCopy: true } }],
      [],
    ]),
  }),
  (random, service, declared) => {
    const other = otherOf(random, service, declared)
    const networkMode = pick(random, [
      'none',
      'host',
      undefined,
      ...(other ? [`service:${other}`, `service:${other}`] : []),
    ])
    return networkMode === undefined
      ? { networkMode }
      : { networkMode, networks: undefined, ...(networkMode.startsWith('service:') ? { ports: undefined } : {}) }
  },
  (random, service, declared) => {
    const other = otherOf(random, service, declared)
    return other === undefined ? undefined : { volumesFrom: chance(random, 0.7) ? [other] : undefined }
  },
  (random, service, declared) => {
    const other = otherOf(random, service, declared)
    return other === undefined
      ? undefined
      : pick(random, [
          { pidMode: `service:${other}` },
          { ipcMode: isShareable(other, service, declared) ? `service:${other}` : 'shareable' },
          { pidMode: undefined, ipcMode: undefined },
          { links: [other] },
          { links: undefined },
        ])
  },
  (random, service) => ({
    healthcheck: isJob(service)
      ? undefined
      : pick(random, [undefined, { test: ['CMD', 'true'], intervalSeconds: between(random, 1, 5) }, { disable: true }]),
  }),
  (random) => ({ pullPolicy: pick(random, ['Always', 'Missing', 'Never', 'Daily', undefined] as const) }),
  (random) =>
    pick(random, [
      { stopSignal: 'SIGINT' },
      { stopSignal: undefined },
      { hostname: 'me' },
      { user: '1000' },
      { user: undefined },
    ]),
  (random) =>
    pick(random, [
      { tty: true },
      { init: true },
      { init: undefined },
      { readOnly: true },
      { readOnly: undefined },
      { privileged: true },
    ]),
  (random) =>
    pick(random, [
      { ports: [{ containerPort: 80 }] },
      { ports: undefined },
      { publishAllPorts: true },
      { expose: ['81'] },
      { ports: [{ containerPort: 80, hostPort: 7_000, hostPortEnd: 7_003 }] },
    ]),
  (random) => ({
    secrets: pick(random, [
      [],
      [{ secret: 'password', target: 'other' }],
      [{ secret: 'password', uid: '1000', mode: 0o400 }],
      [{ secret: 'password' }, { secret: 'password', target: 'twice' }],
    ]),
  }),
  (random) => ({ stopGracePeriodSeconds: between(random, 0, 4) }),
  (random) => ({
    resources: pick(random, [
      undefined,
      { limits: { cpus: 0.5 } },
      { limits: { pids: between(random, 10, 20) } },
      { reservations: { memoryBytes: 64 << 20 } },
      { limits: { memoryBytes: 128 << 20, memorySwapBytes: 256 << 20 }, reservations: { cpus: 0.25 } },
    ]),
  }),
  (random) => ({
    logging: pick(random, [undefined, { driver: 'none' }, { driver: 'json-file', options: { 'max-size': '10m' } }]),
  }),
  (random) => ({
    networks: pick(random, [
      undefined,
      [
        { network: 'front', aliases: ['x'] },
        { network: 'back', priority: 3 },
      ],
      [{ network: 'back', aliases: ['y', 'z'] }],
    ]),
    networkMode: undefined,
  }),
]

const specs: readonly Draw<Undefinable<V1ServiceSpec>>[] = [
  (random, service, declared) => {
    const others = othersOf(service, declared)
    if (others.length === 0) return undefined
    const target = pick(random, others)
    const other = target.metadata.name
    const condition = isJob(target) ? 'Completed' : pick(random, ['Started', 'Healthy'] as const)
    const dependency: V1Dependency = {
      ...{ service: other, condition },
      ...(chance(random, 0.6) ? { restart: true } : {}),
      ...(chance(random, 0.3) ? { required: false } : {}),
    }
    return { dependsOn: [...(service.spec.dependsOn ?? []).filter((each) => each.service !== other), dependency] }
  },
  (_, { spec }) => (spec.dependsOn ? { dependsOn: undefined } : undefined),
  (random, service) => {
    if (isJob(service)) return { mode: chance(random, 0.5) ? 'GlobalJob' : 'ReplicatedJob', replicas: undefined }
    return service.spec.mode === 'Global'
      ? { mode: 'Replicated', replicas: between(random, 1, 3) }
      : { mode: 'Global', replicas: undefined, containerName: undefined }
  },
  (random, service) =>
    service.spec.mode === 'ReplicatedJob'
      ? { replicas: between(random, 1, 3), maxConcurrent: between(random, 0, 2) }
      : undefined,
  (random) => ({
    updateStrategy: pick(random, [
      undefined,
      { failureAction: 'Continue' as const, monitorSeconds: 1 },
      { parallelism: 2, maxFailureRatio: 0.5, monitorSeconds: 2, failureAction: 'Rollback' as const },
      { order: 'StartFirst' as const, parallelism: 0 },
      { order: 'StartFirst' as const, delaySeconds: 4, monitorSeconds: 1 },
    ]),
  }),
  (random) => ({
    rollbackStrategy: pick(random, [
      undefined,
      { order: 'StartFirst' as const, parallelism: 0 },
      { delaySeconds: 2, monitorSeconds: 1 },
    ]),
  }),
  (random) => ({ progressDeadlineSeconds: pick(random, [undefined, 20, 60]) }),
  (random) => ({
    placement: pick(random, [
      undefined,
      { constraints: ['node.hostname == a'] },
      { constraints: ['node.hostname != b'] },
      { maxReplicasPerNode: 2 },
      { preferences: [{ spread: 'node.hostname' }] },
    ]),
  }),
  (random) => ({ revisionHistoryLimit: pick(random, [0, 1, 2, undefined]) }),
]

/** Another service of the stack that is no job: a completed job leaves no container to share with. */
function otherOf(random: Random, service: V1Service, declared: Declared): string | undefined {
  const others = othersOf(service, declared).filter((each) => !isJob(each))
  return others.length === 0 ? undefined : pick(random, others).metadata.name
}

/** Whether a service's IPC namespace is its own or that of a service with `shareable`: an engine refuses any other. */
function hasIpc(service: V1Service, declared: Declared): boolean {
  const [, owner] = /^service:(.*)$/.exec(service.spec.template.ipcMode ?? '') ?? []
  return owner === undefined || isShareable(owner, service, declared)
}

function isShareable(name: string, beside: V1Service, declared: Declared): boolean {
  const found = othersOf(beside, declared).find(({ metadata }) => metadata.name === name)
  return found?.spec.template.ipcMode === 'shareable'
}

function othersOf(service: V1Service, declared: Declared): readonly V1Service[] {
  const { namespace } = service.metadata
  return servicesOf(declared).filter((each) => each !== service && each.metadata.namespace === namespace)
}

/** Draws a change of a network, volume, Secret or Config; undefined when it drew another object. */
function besides(random: Random, declared: Declared): Changed | undefined {
  const object = pick(random, [...declared.objects.values()])
  const change = changeOf(random, object)
  if (change === undefined) return undefined
  return {
    words: JSON.stringify(change),
    object: { ...object, spec: without({ ...object.spec, ...change }) } as ObjectOf,
  }
}

function changeOf(random: Random, { kind, metadata }: ObjectOf): object | undefined {
  if (kind === 'Network')
    return pick(random, [
      { internal: true },
      { internal: undefined },
      { labels: { team: String(between(random, 1, 3)) } },
      { driverOpts: { 'com.docker.network.bridge.enable_icc': pick(random, ['true', 'false']) } },
      { ipam: { config: [{ subnet: `10.${metadata.name === 'front' ? 80 : 90}.${between(random, 1, 3)}.0/24` }] } },
      { hostName: `named-${metadata.namespace}-${metadata.name}` },
      { hostName: undefined, ipam: undefined, internal: undefined },
    ])
  if (kind === 'Volume')
    return pick(random, [
      { labels: { team: String(between(random, 1, 3)) } },
      { scope: pick(random, ['Pinned', 'PerNode', undefined]) },
      { recreate: chance(random, 0.7) ? true : undefined },
      { driver: PLUGIN },
      { driver: undefined },
      { hostName: `named-${metadata.namespace}-${metadata.name}` },
      { driverOpts: { type: 'tmpfs', device: 'tmpfs' } },
    ])
  if (kind === 'Secret' || kind === 'Config')
    return pick(random, [{ storage: 'Disk' }, { storage: undefined }, { labels: { a: 'b' } }])
  return undefined
}
