import { isMap } from '../../api/v1/yaml/is-map.ts'
import { shellWords } from '../units/shell-words.ts'
import { buildShape, fileReference, hosts, ulimits } from './build-shape.ts'
import { deployShape, deviceRequest } from './deploy-shape.ts'
import { mounts, ports } from './mount-shape.ts'
import {
  anyNumber,
  anything,
  bytes,
  duration,
  eitherFlag,
  flag,
  list,
  mapping,
  mappingWithNothing,
  named,
  number,
  type Shape,
  shortFor,
  struct,
  text,
  texts,
  textOf,
} from './shape.ts'

/** An env file: just its path where that says all, else a map. */
const envFile: Shape = (value, style) => {
  if (!isMap(value)) return textOf(value)
  const { path = '', required = true, format } = value
  // In JSON, and so in the config hash, Compose leaves out the format of a required file.
  const isPlain = required === true && (format === undefined || style === 'json')
  return isPlain ? path : { path, required, ...(format === undefined ? {} : { format }) }
}

/** A command as a list of words; empty where it removes the image's. */
const command: Shape = (value) => {
  if (Array.isArray(value)) return value.map(textOf)
  return typeof value === 'string' ? [...(shellWords(value)?.words ?? [value])] : value
}

const device: Shape = (value, style) => {
  if (isMap(value)) return struct({ source: text, target: text, permissions: text })(value, style)
  const [source = '', target = source, permissions = 'rwm'] = textOf(value).split(':')
  return { source, target, permissions }
}

/** In JSON, Compose prints these keys under Go's field names. */
const goNames: Readonly<Record<string, string>> = { path: 'Path', weight: 'Weight', rate: 'Rate' }

function asInGo(shape: Shape): Shape {
  return (value, style) => {
    const printed = shape(value, style)
    if (style !== 'json' || !isMap(printed)) return printed
    return Object.fromEntries(Object.entries(printed).map(([key, each]) => [goNames[key] ?? key, each]))
  }
}

const rated = (rate: Shape) => list(asInGo(struct({ path: text, rate })))

const blockIO = struct({
  weight: number,
  weight_device: list(asInGo(struct({ path: text, weight: number }))),
  device_read_bps: rated(bytes),
  device_read_iops: rated(bytes),
  device_write_bps: rated(bytes),
  device_write_iops: rated(bytes),
})

const dependency = struct({ condition: text, restart: flag, required: eitherFlag })

const attachment = struct({
  aliases: texts,
  driver_opts: mapping,
  gw_priority: number,
  interface_name: text,
  ipv4_address: text,
  ipv6_address: text,
  link_local_ips: texts,
  mac_address: text,
  priority: number,
})

const healthcheck = struct({
  test: (value) => (typeof value === 'string' ? ['CMD-SHELL', value] : texts(value)),
  timeout: duration,
  interval: duration,
  retries: anyNumber,
  start_period: duration,
  start_interval: duration,
  disable: flag,
})

const hook = struct({ command, user: text, privileged: flag, working_dir: text, environment: mappingWithNothing })

/** A step of `pre_start`. */
const preStartStep = struct({
  command,
  image: text,
  user: text,
  privileged: flag,
  working_dir: text,
  environment: mappingWithNothing,
  per_replica: flag,
})

const watched = struct({
  path: text,
  action: text,
  target: text,
  exec: hook,
  include: texts,
  ignore: texts,
  initial_sync: flag,
})

/** An entry of `develop.watch`; in JSON it always has `exec` with a `command`, if only null. */
const watch: Shape = (value, style) => {
  const printed = watched(value, style)
  if (style !== 'json' || !isMap(printed)) return printed
  const { path = '', action = '', target, exec, ...rest } = printed
  const command = { command: null, ...(isMap(exec) ? exec : {}) }
  return { path, action, ...(target === undefined ? {} : { target }), exec: command, ...rest }
}

const pullPolicy: Shape = (value) => (value === 'if_not_present' ? 'missing' : text(value))

/** The attributes of a service in the order in which Compose prints them. */
export const serviceAttributes = {
  profiles: texts,
  annotations: mapping,
  attach: eitherFlag,
  build: shortFor('context', buildShape),
  develop: struct({ watch: list(watch) }),
  blkio_config: blockIO,
  cap_add: texts,
  cap_drop: texts,
  cgroup_parent: text,
  cgroup: text,
  cpu_count: number,
  cpu_percent: number,
  cpu_period: number,
  cpu_quota: number,
  cpu_rt_period: number,
  cpu_rt_runtime: number,
  cpus: number,
  cpuset: text,
  cpu_shares: number,
  command,
  configs: list(fileReference),
  container_name: text,
  credential_spec: anything,
  depends_on: named(dependency),
  deploy: deployShape,
  device_cgroup_rules: texts,
  devices: list(device),
  dns: list(text),
  dns_opt: texts,
  dns_search: texts,
  domainname: text,
  entrypoint: command,
  provider: anything,
  environment: mappingWithNothing,
  env_file: list(envFile),
  expose: texts,
  external_links: texts,
  extra_hosts: hosts,
  group_add: texts,
  gpus: (value, style) => list(deviceRequest)(value === 'all' ? [{ count: -1 }] : value, style),
  hostname: text,
  healthcheck,
  image: text,
  init: eitherFlag,
  ipc: text,
  isolation: text,
  labels: mapping,
  label_file: anything,
  links: texts,
  logging: struct({ driver: text, options: mapping }),
  mem_limit: bytes,
  mem_reservation: bytes,
  memswap_limit: bytes,
  mem_swappiness: bytes,
  mac_address: text,
  models: anything,
  network_mode: text,
  networks: (value, style) =>
    named(attachment)(
      Array.isArray(value) ? Object.fromEntries(value.map((each) => [textOf(each), null])) : value,
      style,
    ),
  oom_kill_disable: flag,
  oom_score_adj: number,
  pid: text,
  pids_limit: number,
  platform: text,
  ports,
  privileged: flag,
  pull_policy: pullPolicy,
  read_only: flag,
  restart: (value) => (value === false ? 'no' : text(value)),
  runtime: text,
  scale: anyNumber,
  secrets: list((value, style) => {
    const secret = fileReference(value, style)
    if (!isMap(secret) || secret['target'] !== undefined) return secret
    const { source = '', ...rest } = secret
    return { source, target: `/run/secrets/${textOf(source)}`, ...rest }
  }),
  security_opt: texts,
  shm_size: bytes,
  stdin_open: flag,
  stop_grace_period: duration,
  stop_signal: text,
  storage_opt: mapping,
  sysctls: mapping,
  tmpfs: texts,
  tty: flag,
  ulimits,
  use_api_socket: flag,
  user: text,
  userns_mode: text,
  uts: text,
  volume_driver: text,
  volumes: mounts,
  volumes_from: texts,
  working_dir: text,
  pre_start: list(preStartStep),
  post_start: list(hook),
  pre_stop: list(hook),
} as const satisfies Readonly<Record<string, Shape>>

/** A service. */
export const serviceShape: Shape = struct(serviceAttributes)
