import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { commandLine, listOf, oneOrMore } from '../readers/lists.ts'
import { plainMap, textMap } from '../readers/key-values.ts'
import { orNothing } from '../readers/reader.ts'
import { anyText, bytes, decimal, filledText, flag, integer, oneOf, seconds, text } from '../readers/scalars.ts'
import type { AttributeTable } from './attribute.ts'
import { field, fieldAsWritten } from './attribute.ts'
import { blockIO } from './block-io.ts'
import { build } from './build.ts'
import { devices, gpus } from './devices.ts'
import { expose, extraHosts, init, microseconds, tmpfs, ulimits } from './forms.ts'
import { healthcheck } from './healthcheck.ts'
import { hooks } from './hooks.ts'
import { logging } from './logging.ts'
import { configReferences, secretReferences } from './files.ts'
import { mounts } from './mounts.ts'
import { ports } from './ports.ts'
import { resourceAttributes } from './resources.ts'
import { securityOptions } from './security.ts'

/** The attributes of a service that shape each of its containers. */
export const containerAttributes: AttributeTable<V1TaskTemplate> = {
  ...resourceAttributes,
  annotations: field('annotations', textMap('')),
  blkio_config: field('blkio', blockIO),
  build: field('build', build),
  cap_add: field('capAdd', listOf(text)),
  cap_drop: field('capDrop', listOf(text)),
  cgroup: field('cgroupnsMode', oneOf({ host: 'host', private: 'private' })),
  cgroup_parent: field('cgroupParent', text),
  cgroupns_mode: field('cgroupnsMode', oneOf({ host: 'host', private: 'private' })),
  command: fieldAsWritten('args', commandLine),
  configs: field('configs', configReferences),
  cpu_count: field('cpuCount', integer()),
  cpu_percent: field('cpuPercent', decimal({ max: 100 })),
  cpu_period: field('cpuPeriod', microseconds),
  cpu_quota: field('cpuQuota', integer({ min: -1 })),
  cpu_rt_period: field('cpuRealtimePeriod', microseconds),
  cpu_rt_runtime: field('cpuRealtimeRuntime', microseconds),
  cpu_shares: field('cpuShares', integer()),
  cpuset: field('cpusetCpus', text),
  device_cgroup_rules: field('deviceCgroupRules', listOf(text)),
  devices,
  // An empty entry, as from an unset variable, is dropped.
  dns: field(
    'dns',
    oneOrMore((node, context) => text(node, context) || undefined),
  ),
  dns_opt: field('dnsOptions', listOf(text)),
  dns_search: field('dnsSearch', oneOrMore(text)),
  domainname: field('domainname', text),
  entrypoint: fieldAsWritten('command', commandLine),
  expose: field('expose', expose),
  external_links: field('externalLinks', listOf(text)),
  extra_hosts: field('extraHosts', extraHosts),
  gpus,
  group_add: field('groupAdd', listOf(anyText)),
  healthcheck: field('healthcheck', healthcheck),
  hostname: field('hostname', text),
  image: field('image', orNothing(filledText)),
  init: field('init', init),
  isolation: field('isolation', text),
  labels: field('labels', textMap('')),
  logging: field('logging', logging),
  mac_address: field('macAddress', text),
  mem_swappiness: field('memorySwappiness', integer({ max: 100 })),
  oom_kill_disable: field('oomKillDisable', flag),
  oom_score_adj: field('oomScoreAdj', integer({ min: -1000, max: 1000 })),
  platform: field('platform', text),
  ports: field('ports', ports),
  post_start: hooks('postStart'),
  pre_stop: hooks('preStop'),
  privileged: field('privileged', flag),
  read_only: field('readOnly', flag),
  runtime: field('runtime', text),
  secrets: field('secrets', secretReferences),
  security_opt: securityOptions,
  shm_size: field('shmSizeBytes', bytes),
  stdin_open: field('stdin', flag),
  stop_grace_period: field('stopGracePeriodSeconds', seconds),
  stop_signal: field('stopSignal', text),
  storage_opt: field('storageOpt', plainMap),
  sysctls: field('sysctls', textMap()),
  tmpfs: field('tmpfs', tmpfs),
  tty: field('tty', flag),
  ulimits: field('ulimits', ulimits),
  user: field('user', text),
  userns_mode: field('usernsMode', text),
  uts: field('utsMode', text),
  volume_driver: field('volumeDriver', text),
  volumes: field('mounts', mounts),
  working_dir: field('workingDir', text),
}
