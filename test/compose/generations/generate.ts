import fc from 'fast-check'
import { generationsOf } from '../../../compose/generations/known.ts'

type Value = fc.Arbitrary<unknown>

/** The version of the Compose file format that a file is generated for. */
export type Version = '1' | '2.4' | '3.8' | 'today'

const some = (...values: readonly unknown[]): Value => fc.constantFrom(...values)
const subset = (...values: readonly (string | number)[]): Value => fc.subarray([...values], { minLength: 1 })
const bytes = some('64m', '128M', '1g', 67_108_864, '300mb')
const duration = some('10s', '1m30s', '500ms', '1h5m', '2m')
const words = some('serve', 'run --fast "two words"', ['a', 'b c'], "sh -c 'echo x; exit 1'", ['sh', '-c', 'exit 0'])
const pairs = some({ A: '1', B: 'two words', C: '' }, ['A=1', 'B=two words', 'C='], { A: 1, B: 'x=y' }, [
  'A=x=y',
  'URL=http://a/?b=c',
])

/** Attributes with values that every reader accepts. A file uses those that its version knows. */
const values: Readonly<Record<string, Value>> = {
  cap_add: subset('ALL', 'NET_ADMIN', 'SYS_TIME'),
  cap_drop: subset('CHOWN', 'NET_RAW'),
  cgroup_parent: some('m-executor', '/slice'),
  command: words,
  cpu_count: some(1, 2),
  cpu_period: some(50_000, 100_000),
  cpu_quota: some(25_000, 50_000),
  cpu_shares: some(73, 512),
  cpus: some(0.5, 1.5),
  cpuset: some('0-1', '0,1', '0'),
  depends_on: subset('base', 'other'),
  device_cgroup_rules: subset('c 1:3 mr', 'a 7:* rmw'),
  devices: subset('/dev/null:/dev/xnull', '/dev/zero:/dev/z:r', '/dev/full'),
  dns: some('8.8.8.8', ['8.8.8.8', '9.9.9.9']),
  dns_opt: subset('use-vc', 'no-tld-query'),
  dns_search: some('example.com', ['a.example.com', 'b.example.com']),
  domainname: some('example.com', 'foo.net'),
  entrypoint: words,
  environment: pairs,
  expose: subset('3000', '8000', '9000-9002'),
  external_links: subset('redis_1', 'project_db_1:mysql'),
  extra_hosts: some(['somehost:162.242.195.82', 'b:50.31.209.229'], { somehost: '162.242.195.82' }),
  group_add: subset('mail', 1001, '1002'),
  healthcheck: fc.record(
    {
      test: some('curl -f http://x', ['CMD', 'x', 'y'], ['CMD-SHELL', 'x || exit 1']),
      interval: duration,
      timeout: duration,
      retries: some(1, 5),
      start_period: duration,
    },
    { requiredKeys: ['test'] },
  ),
  hostname: some('foo', 'web-1'),
  init: fc.boolean(),
  ipc: some('host', 'shareable'),
  isolation: some('default'),
  labels: pairs,
  links: some(['base'], ['base:db', 'other'], ['other:other']),
  logging: some({ driver: 'syslog', options: { tag: 'x' } }, { driver: 'none' }, { driver: 'json-file' }),
  mac_address: some('02:42:ac:11:65:43'),
  mem_limit: bytes,
  mem_reservation: some('16m', '8m'),
  mem_swappiness: some(10, 60),
  network_mode: some('host', 'none', 'bridge', 'service:base', 'container:foreign'),
  networks: some(['front'], ['front', 'back'], { front: { aliases: ['x', 'y'] }, back: null }, { back: {} }),
  oom_kill_disable: fc.boolean(),
  oom_score_adj: some(-500, 500),
  pid: some('host'),
  pids_limit: some(50, 200),
  platform: some('linux/amd64', 'linux/arm64/v8'),
  ports: fc.subarray(['80', '81:80', '127.0.0.1:82:80', '3000-3002', '90-92:80-82', '53:53/udp', '127.0.0.1::85'], {
    minLength: 1,
  }),
  privileged: fc.boolean(),
  read_only: fc.boolean(),
  restart: some('no', 'always', 'on-failure', 'on-failure:3', 'unless-stopped'),
  runtime: some('runc'),
  scale: some(1, 2, 3),
  security_opt: subset('label:disable', 'no-new-privileges:true'),
  shm_size: some('64m', '1g'),
  stdin_open: fc.boolean(),
  stop_grace_period: duration,
  stop_signal: some('SIGUSR1', 'SIGINT'),
  storage_opt: some({ size: '1G' }),
  sysctls: some({ 'net.core.somaxconn': 1024 }, ['net.core.somaxconn=1024', 'net.ipv4.tcp_syncookies=0']),
  tmpfs: some('/run', ['/run', '/tmp:size=64m,mode=1777']),
  tty: fc.boolean(),
  ulimits: some({ nproc: 65_535 }, { nofile: { soft: 20_000, hard: 40_000 }, nproc: 100 }),
  user: some('root', '1000:1000', '1000'),
  userns_mode: some('host'),
  volumes: fc.subarray(['/anonymous', './dir:/dir', '/abs:/abs:ro', 'data:/data', 'more:/more:ro', '~/home:/home'], {
    minLength: 1,
  }),
  volumes_from: some(['base'], ['base:ro'], ['container:foreign:ro', 'other']),
  working_dir: some('/code', '/'),
}

const deploy: Value = fc.record(
  {
    replicas: some(1, 3),
    labels: pairs,
    endpoint_mode: some('vip', 'dnsrr'),
    placement: some({ constraints: ['node.role == manager'] }, { preferences: [{ spread: 'node.labels.zone' }] }),
    resources: some(
      { limits: { cpus: '0.50', memory: '50M' }, reservations: { cpus: '0.25', memory: '20M' } },
      { limits: { memory: '1g' } },
    ),
    restart_policy: some(
      { condition: 'on-failure', delay: '5s', max_attempts: 3, window: '120s' },
      { condition: 'any' },
      { condition: 'none' },
    ),
    update_config: some({ parallelism: 2, delay: '10s', order: 'start-first' }, { failure_action: 'rollback' }),
    rollback_config: some({ parallelism: 1, monitor: '30s', max_failure_ratio: 0.5 }),
  },
  { requiredKeys: [] },
)

/** Attributes that have other names in the first version. */
const former: Readonly<Record<string, Value>> = {
  log_driver: some('syslog', 'json-file'),
  log_opt: some({ tag: 'x' }, { 'max-size': '10m' }),
  net: some('host', 'none', 'container:base', 'container:foreign'),
  volumes_from: some(['base'], ['base:ro'], ['foreign:ro', 'other']),
}

const pattern: Readonly<Record<Version, RegExp>> = { '1': /^1/, '2.4': /2\.\d/, '3.8': /3\.[0-8]\+/, today: /today/ }

/** A service of a version, with a few of the attributes that this version knows, none of them in `left`. */
export function serviceOf(version: Version, left: readonly string[] = []): fc.Arbitrary<Record<string, unknown>> {
  const all = {
    ...values,
    ...(version === '1' ? former : {}),
    ...(version === '1' || version === '2.4' ? {} : { deploy }),
  }
  const known = Object.keys(all).filter(
    (name) => !left.includes(name) && pattern[version].test(generationsOf(`services.${name}`) ?? ''),
  )
  return fc
    .record(
      Object.fromEntries(
        known.map((name) => [
          name,
          fc.option((all as Record<string, Value>)[name] ?? fc.constant(1), { freq: 3, nil: undefined }),
        ]),
      ),
    )
    .map((service) => ({ image: 'app:1', ...whole(service) }))
}

/** Drops undefined attributes, and those that conflict with others. */
function whole(service: Record<string, unknown>): Record<string, unknown> {
  const left = new Set(Object.keys(service).filter((name) => service[name] === undefined))
  const leave = (...names: readonly string[]) => names.forEach((name) => void left.add(name))
  const mode = service['network_mode'] ?? service['net']
  if (mode !== undefined) leave('networks')
  if (mode !== undefined && mode !== 'bridge') leave('links', 'external_links', 'ports', 'mac_address', 'hostname')
  if (/^(service|container):/.test(String(mode)))
    leave('dns', 'dns_search', 'dns_opt', 'extra_hosts', 'expose', 'domainname')
  if (service['deploy'] !== undefined) leave('cpus', 'mem_limit', 'mem_reservation', 'pids_limit', 'scale', 'restart')
  if (mode === 'host') leave('sysctls')
  if (service['deploy'] !== undefined || service['cpus'] !== undefined) leave('cpu_period', 'cpu_quota')
  const { replicas } = (service['deploy'] ?? { replicas: service['scale'] }) as { replicas?: number }
  if ((replicas ?? 1) > 1) leave('ports')
  return Object.fromEntries(Object.entries(service).filter(([name]) => !left.has(name)))
}

/** A file of a version with these services and everything that they refer to. */
export function fileOf(version: Version, services: readonly Record<string, unknown>[]): Record<string, unknown> {
  const named = Object.fromEntries(services.map((service, index) => [`s${index}`, service]))
  const all = { base: { image: 'base' }, other: { image: 'other' }, ...named }
  if (version === '1') return all
  const beside = { networks: { front: null, back: null }, volumes: { data: null, more: null } }
  return { ...(version === 'today' ? {} : { version }), services: all, ...beside }
}
