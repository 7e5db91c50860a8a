import fc from 'fast-check'
import type { V1Mount, V1NetworkAttachment, V1TaskTemplate } from '../../api/v1/generated/types.ts'

/** The networks, container and image that generated templates refer to. */
export const NETWORKS = ['default', 'back'] as const
export const HELPER = 'helper'
export const IMAGE = 'normaliser:1'
const MIB = 1024 * 1024

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,7}$/)
const text = fc.string({ maxLength: 12, unit: 'binary-ascii' }).filter((value) => !value.includes('\0'))
const port = fc.integer({ min: 1, max: 65535 })
const some = <T>(one: fc.Arbitrary<T>, by: (value: T) => unknown = (value) => value) =>
  fc.uniqueArray(one, { maxLength: 3, selector: by })
const dictionary = (key: fc.Arbitrary<string>, value: fc.Arbitrary<string>) => fc.dictionary(key, value, { maxKeys: 3 })
const optional = <T extends object>(shape: { [K in keyof T]: fc.Arbitrary<NonNullable<T[K]>> }) =>
  fc.record(shape, { requiredKeys: [] }) as unknown as fc.Arbitrary<T>
const seconds = fc.constantFrom(0.001, 0.5, 1, 2, 30, 90)

const mount: fc.Arbitrary<V1Mount> = fc.oneof(
  fc.record({
    type: fc.constant('Volume' as const),
    source: fc.constantFrom('data', 'more'),
    target: target('/vol'),
    readOnly: fc.boolean(),
    volume: optional<NonNullable<V1Mount['volume']>>({ noCopy: fc.boolean(), labels: dictionary(word, word) }),
    bind: optional<NonNullable<V1Mount['bind']>>({ selinux: fc.constantFrom('z', 'Z') }),
  }),
  fc.record({ type: fc.constant('Volume' as const), target: target('/anonymous') }),
  fc.record({
    type: fc.constant('Bind' as const),
    source: fc.constantFrom('/usr', '/usr/', '/opt', '/etc/../etc/hostname'),
    target: target('/bind'),
    readOnly: fc.boolean(),
    consistency: fc.constantFrom('default' as const, 'cached' as const),
    bind: optional<NonNullable<V1Mount['bind']>>({
      propagation: fc.constantFrom('rprivate', 'private'),
      createHostPath: fc.boolean(),
      nonRecursive: fc.boolean(),
      readOnlyNonRecursive: fc.constant(true),
      selinux: fc.constantFrom('z', 'Z'),
    }),
  }),
  fc.record({
    type: fc.constant('Tmpfs' as const),
    target: target('/memory'),
    tmpfs: optional<NonNullable<V1Mount['tmpfs']>>({
      sizeBytes: fc.constantFrom(4096, MIB),
      mode: fc.constantFrom(0o1777, 0o700),
      options: fc.constant(['exec']),
    }),
  }),
)

function target(prefix: string): fc.Arbitrary<string> {
  return fc.constantFrom('', '/', '/a', '/a/../b').map((end) => `${prefix}${end}`)
}

const attachment = (network: string, subnet: string): fc.Arbitrary<V1NetworkAttachment> =>
  fc
    .record(
      {
        aliases: some(word),
        ipv4Address: fc.integer({ min: 20, max: 250 }).map((last) => `${subnet}.${last}`),
        macAddress: fc.constantFrom('02:42:0a:00:00:01', '02:42:0A:00:00:FE'),
        gwPriority: fc.integer({ min: 0, max: 3 }),
        priority: fc.integer({ min: 0, max: 2 }),
        driverOpts: fc.constant({ 'com.example.opt': 'x' } as Record<string, string>),
        linkLocalIPs: fc.constant<string[]>(['169.254.8.8']),
      },
      { requiredKeys: [] },
    )
    .map((fields) => ({ network, ...fields }))

const healthcheck = optional<NonNullable<V1TaskTemplate['healthcheck']>>({
  test: fc.oneof(
    fc.constant<string[]>(['NONE']),
    text.map((line) => ['CMD-SHELL', line]),
    fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => ['CMD', ...words]),
  ),
  intervalSeconds: seconds,
  timeoutSeconds: seconds,
  startPeriodSeconds: seconds,
  startIntervalSeconds: seconds,
  retries: fc.integer({ min: 0, max: 9 }),
  disable: fc.boolean(),
})

const resources = optional<NonNullable<V1TaskTemplate['resources']>>({
  limits: optional({
    cpus: fc.constantFrom(0.01, 0.333, 1, 1.5),
    memoryBytes: fc.constantFrom(64, 100, 256).map((size) => size * MIB),
    memorySwapBytes: fc.constantFrom(-1, 512 * MIB, 1024 * MIB),
    pids: fc.constantFrom(-1, 10, 100),
  }),
  reservations: optional({
    cpus: fc.constant(1),
    memoryBytes: fc.constantFrom(16 * MIB, 32 * MIB),
  }),
})

const device = fc.constantFrom('/dev/null', '/dev/zero')
const rates = some(fc.record({ path: device, rate: fc.integer({ min: 1024, max: MIB }) }), ({ path }) => path)

/** All fields that an engine on Linux accepts, each with representative values. */
export const fields = {
  command: fc.array(text, { maxLength: 3 }),
  args: fc.array(text, { maxLength: 3 }),
  env: some(
    fc.record({ name: fc.oneof(word, fc.constantFrom('PATH', 'FROM_IMAGE')), value: text }, { requiredKeys: ['name'] }),
    ({ name }) => name,
  ),
  workingDir: fc.constantFrom('/', '/tmp', '/a//b/', '/data/../x'),
  user: fc.constantFrom('root', '1000', '0:0', 'nobody:nogroup'),
  groupAdd: some(fc.constantFrom('10', 'audio', '99')),
  hostname: word,
  domainname: word,
  macAddress: fc.constant('02:42:0a:00:00:09'),
  labels: dictionary(word, text),
  annotations: dictionary(word, text),
  tty: fc.boolean(),
  stdin: fc.boolean(),
  stdinOnce: fc.boolean(),
  stopSignal: fc.constantFrom('SIGTERM', 'SIGINT', '9', 'HUP'),
  stopGracePeriodSeconds: fc.constantFrom(0, 0.5, 7, 60),
  init: fc.boolean(),
  healthcheck,
  mounts: some(mount, (one) => one.target.split('/')[1]),
  volumesFrom: fc.constantFrom([`container:${HELPER}`], [`container:${HELPER}:ro`]),
  networks: fc.oneof(
    attachment('default', '10.81.0').map((one) => [one]),
    fc.tuple(attachment('default', '10.81.0'), attachment('back', '10.82.0')),
  ),
  networkMode: fc.constantFrom('none', 'host', 'bridge', 'default', `container:${HELPER}`),
  ports: some(
    fc.record(
      {
        containerPort: port,
        hostPort: port,
        hostIP: fc.constantFrom('127.0.0.1', '0.0.0.0', '::1'),
        protocol: fc.constantFrom('tcp' as const, 'udp' as const, 'sctp' as const),
      },
      { requiredKeys: ['containerPort'] },
    ),
    ({ containerPort }) => containerPort,
  ),
  expose: some(
    fc.oneof(
      port.map(String),
      port.map((one) => `${one}/udp`),
      fc.constant('8000-8002'),
    ),
  ),
  publishAllPorts: fc.boolean(),
  dns: some(fc.constantFrom('8.8.8.8', '1.1.1.1')),
  dnsSearch: some(word),
  dnsOptions: some(fc.constantFrom('ndots:2', 'rotate')),
  extraHosts: some(fc.constantFrom('db:10.0.0.7', 'gate:host-gateway', 'six:::1')),
  externalLinks: fc.constantFrom([HELPER], [`${HELPER}:friend`]),
  resources,
  memorySwappiness: fc.integer({ min: 0, max: 100 }),
  oomKillDisable: fc.boolean(),
  oomScoreAdj: fc.integer({ min: -1000, max: 1000 }),
  cpuShares: fc.integer({ min: 2, max: 4096 }),
  cpuPeriod: fc.integer({ min: 1000, max: 1_000_000 }),
  cpuQuota: fc.integer({ min: 1000, max: 200_000 }),
  cpusetCpus: fc.constantFrom('0', '0-1', '0,1'),
  cpusetMems: fc.constant('0'),
  kernelMemoryTCPBytes: fc.constantFrom(0, 8 * MIB),
  blkio: optional<NonNullable<V1TaskTemplate['blkio']>>({
    weight: fc.constantFrom(0, 10, 500),
    weightDevices: some(fc.record({ path: device, weight: fc.constantFrom(100, 200) }), ({ path }) => path),
    readBps: rates,
    writeBps: rates,
    readIops: rates,
    writeIops: rates,
  }),
  devices: some(
    fc.record(
      { source: device, target: fc.constantFrom('/dev/one', '/dev/two'), permissions: fc.constantFrom('r', 'rwm') },
      { requiredKeys: ['source'] },
    ),
    ({ source, target }) => target ?? source,
  ),
  deviceCgroupRules: some(fc.constantFrom('c 1:3 mr', 'a *:* rwm')),
  deviceRequests: fc.constantFrom(
    [{ driver: 'nvidia', count: 2, capabilities: [['gpu']] }],
    [{ capabilities: [['gpu', 'compute']], options: { a: 'b' } }],
    [{ deviceIDs: ['0', '1'], capabilities: [['gpu']] }],
  ),
  capAdd: some(fc.constantFrom('NET_ADMIN', 'CAP_SYS_TIME', 'sys_nice', 'ALL')),
  capDrop: some(fc.constantFrom('MKNOD', 'cap_chown', 'ALL')),
  privileged: fc.boolean(),
  readOnly: fc.boolean(),
  securityOpt: some(
    fc.constantFrom(
      'no-new-privileges',
      'no-new-privileges:true',
      'seccomp=unconfined',
      'label=disable',
      'systempaths=unconfined',
    ),
  ),
  maskedPaths: some(fc.constantFrom('/proc/acpi', '/proc/keys')),
  readonlyPaths: some(fc.constantFrom('/proc/sys', '/proc/bus')),
  sysctls: fc.constantFrom(
    {},
    { 'net.core.somaxconn': '200' },
    { 'net.ipv4.ip_forward': '0', 'kernel.msgmax': '9000' },
  ),
  ulimits: some(
    fc.record(
      {
        name: fc.constantFrom('nofile', 'nproc', 'core'),
        soft: fc.constantFrom(10, 100),
        hard: fc.constantFrom(100, 200),
      },
      { requiredKeys: ['name', 'hard'] },
    ),
    ({ name }) => name,
  ),
  shmSizeBytes: fc.constantFrom(MIB, 64 * MIB),
  tmpfs: dictionary(fc.constantFrom('/t1', '/t2/'), fc.constantFrom('', 'size=1m', 'mode=1777,rw')),
  pidMode: fc.constantFrom('host', `container:${HELPER}`),
  ipcMode: fc.constantFrom('none', 'private', 'shareable', 'host'),
  utsMode: fc.constant('host'),
  usernsMode: fc.constant('host'),
  cgroupnsMode: fc.constantFrom('host' as const, 'private' as const),
  cgroupParent: fc.constantFrom('/some', 'other'),
  runtime: fc.constant('runc'),
  isolation: fc.constant('default'),
  volumeDriver: fc.constant('local'),
  logging: optional<NonNullable<V1TaskTemplate['logging']>>({
    driver: fc.constantFrom('json-file', 'local'),
    options: fc.constantFrom({}, { 'max-size': '10m' }, { 'max-file': '2', 'max-size': '1m' }),
  }),
  restartPolicy: optional<NonNullable<V1TaskTemplate['restartPolicy']>>({
    condition: fc.constantFrom('Always', 'UnlessStopped', 'OnFailure', 'Never'),
    delaySeconds: fc.constantFrom(0, 1),
    maxAttempts: fc.constantFrom(0, 3),
  }),
} satisfies { [K in keyof V1TaskTemplate]?: fc.Arbitrary<NonNullable<V1TaskTemplate[K]>> }

/** Templates with any combination of fields that an engine accepts. */
export const templates: fc.Arbitrary<V1TaskTemplate> = fc
  .record(fields, { requiredKeys: [] })
  .map((template) => acceptable({ image: IMAGE, ...template } as V1TaskTemplate))

const refused = [
  'sysctls',
  'ports',
  'expose',
  'publishAllPorts',
  'macAddress',
  'externalLinks',
  'extraHosts',
  'dns',
  'hostname',
  'domainname',
  'utsMode',
] as const

/** The fields that engines refuse together with a network mode. */
function besideMode(mode: string): readonly (keyof V1TaskTemplate)[] {
  if (mode === 'none') return ['networks', 'externalLinks', 'macAddress', 'dnsSearch', 'dnsOptions']
  if (mode === 'host') return ['networks', ...refused]
  if (mode.startsWith('container:')) return ['networks', ...refused, 'dnsSearch', 'dnsOptions']
  return ['networks', 'externalLinks']
}

/** Drops fields that engines refuse in combination with others, so that few generated templates are refused. */
export function acceptable(template: V1TaskTemplate): V1TaskTemplate {
  const kept = { ...template }
  if (kept.networkMode !== undefined) drop(kept, besideMode(kept.networkMode))
  if (kept.utsMode) drop(kept, ['hostname', 'domainname'])
  if (kept.ipcMode === 'host') drop(kept, ['sysctls'])
  const { limits, reservations } = kept.resources ?? {}
  if (limits?.cpus) drop(kept, ['cpuPeriod', 'cpuQuota'])
  if (limits?.memorySwapBytes && !limits.memoryBytes) {
    const { memorySwapBytes: _swap, ...rest } = limits
    kept.resources = { limits: rest, ...(reservations ? { reservations } : {}) }
  }
  return kept
}

function drop(template: V1TaskTemplate, names: readonly (keyof V1TaskTemplate)[]): void {
  for (const name of names) delete template[name]
}
