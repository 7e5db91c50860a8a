/** The generations that know an attribute: `1`, the first 2.x and 3.x version, and `today` for the current specification. */
export type Generations = string

/** All attributes of a service, by the generations that know them: `2.1+` means 2.1 to 2.4, `3.4+` means 3.4 to 3.13. */
const inServices: Readonly<Record<Generations, string>> = {
  '1, 2.0+, 3.0+, today': `build cap_add cap_drop cgroup_parent command container_name devices dns dns_search domainname
    entrypoint env_file environment expose external_links extra_hosts hostname image ipc labels links mac_address pid ports
    privileged read_only restart security_opt shm_size stdin_open stop_signal tty ulimits user volumes working_dir`,
  '1, 2.0+, today': 'cpu_quota cpu_shares cpuset extends mem_limit mem_swappiness memswap_limit volumes_from',
  '1, 2.0+': 'volume_driver',
  '1': 'dockerfile log_driver log_opt net',
  '2.0+, 3.0+, today': 'depends_on logging network_mode networks stop_grace_period tmpfs',
  '2.0+, 3.13+, today': 'oom_score_adj',
  '2.0+, today': 'blkio_config dns_opt group_add mem_reservation',
  '2.1+, 3.0+, today': 'healthcheck sysctls userns_mode',
  '2.1+, 3.5+, today': 'isolation',
  '2.1+, today': 'cpu_period oom_kill_disable pids_limit storage_opt',
  '2.2+, 3.7+, today': 'init',
  '2.2+, today': 'cpu_count cpu_percent cpu_rt_period cpu_rt_runtime cpus scale',
  '2.3+, today': 'device_cgroup_rules runtime',
  '2.4+, today': 'platform',
  '3.0+, today': 'deploy',
  '3.1+, today': 'secrets',
  '3.3+, today': 'configs credential_spec',
  '3.9+': 'cgroupns_mode',
  today: `annotations attach cgroup develop gpus label_file models post_start pre_start pre_stop profiles provider pull_policy
    pull_refresh_after use_api_socket uts`,
}

/** Attributes below those of a service, where they are newer than the enclosing attribute. */
const belowThose: Readonly<Record<Generations, string>> = {
  '2.0+, 3.0+, today': 'build.args build.context build.dockerfile',
  '2.1+, 3.3+, today': 'build.labels',
  '2.1+, today': 'build.isolation depends_on.condition networks.link_local_ips',
  '2.2+, 3.2+, today': 'build.cache_from',
  '2.2+, 3.4+, today': 'build.network',
  '2.3+, 3.4+, today': 'build.target healthcheck.start_period',
  '2.3+, 3.5+, today': 'build.shm_size',
  '2.3+, 3.9+, today': 'build.extra_hosts',
  '2.3+, 3.2+, today': 'volumes.type volumes.source volumes.target volumes.read_only volumes.bind volumes.volume',
  '2.3+, 3.3+, today': 'volumes.consistency',
  '2.3+, 3.6+, today': 'volumes.tmpfs',
  '2.0+, today': 'networks.priority',
  '3.2+, today': 'deploy.endpoint_mode ports.mode ports.protocol ports.published ports.target',
  '3.3+, today': 'deploy.placement.preferences',
  '3.4+, today': 'deploy.update_config.order',
  '3.5+, today': 'deploy.resources.reservations.generic_resources',
  '3.7+, today': 'deploy.rollback_config',
  '3.8+, today': 'deploy.placement.max_replicas_per_node credential_spec.config',
  '3.9+, today': 'deploy.resources.limits.pids',
  '3.12+, today': 'healthcheck.start_interval',
  '3.13+, today': 'networks.driver_opts',
  today: `build.additional_contexts build.cache_to build.dockerfile_inline build.entitlements build.no_cache build.no_cache_filter
    build.platforms build.privileged build.provenance build.pull build.sbom build.secrets build.ssh build.tags build.ulimits
    depends_on.required depends_on.restart deploy.resources.reservations.devices devices.permissions devices.source
    devices.target env_file.format env_file.path env_file.required networks.gw_priority networks.interface_name
    networks.mac_address ports.app_protocol ports.host_ip ports.name volumes.bind.create_host_path volumes.bind.recursive
    volumes.bind.selinux volumes.image volumes.tmpfs.mode volumes.volume.labels volumes.volume.subpath`,
}

/** The sections and their attributes. */
const outside: Readonly<Record<Generations, string>> = {
  '2.0+, 3.0+, today': 'networks services version volumes',
  '2.1+, 3.0+, today': 'networks.labels volumes.labels',
  '2.1+, 3.4+, today': 'volumes.name',
  '2.1+, 3.5+, today': 'networks.name',
  '2.1+, today': 'networks.enable_ipv6',
  '2.0+, today':
    'networks.ipam.config.aux_addresses networks.ipam.config.gateway networks.ipam.config.ip_range networks.ipam.options',
  '3.1+, today': 'secrets',
  '3.2+, today': 'networks.attachable',
  '3.3+, today': 'configs',
  '3.5+, today': 'configs.name secrets.name',
  '3.8+, today': 'configs.template_driver secrets.driver secrets.driver_opts secrets.template_driver',
  today: 'configs.content configs.environment include models name networks.enable_ipv4 secrets.environment',
}

const generations: ReadonlyMap<string, Generations> = new Map([
  ...listed(inServices, 'services.'),
  ...listed(belowThose, 'services.'),
  ...listed(outside, ''),
])

function listed(names: Readonly<Record<Generations, string>>, prefix: string): [string, Generations][] {
  return Object.entries(names).flatMap(([known, list]) =>
    list.split(/\s+/).map((name): [string, Generations] => [prefix + name, known]),
  )
}

/** The generations that know an attribute such as `services.deploy.replicas`: its own entry, else that of the enclosing attribute. */
export function generationsOf(path: string): Generations | undefined {
  const known = generations.get(path)
  const end = path.lastIndexOf('.')
  return known ?? (end > 0 && path.slice(0, end) !== 'services' ? generationsOf(path.slice(0, end)) : undefined)
}

/** The attributes of a service: those that the first generation knew, and those that came later. */
export const serviceKeys = {
  first: new Set(serviceKeysWhere((known) => known.startsWith('1'))),
  later: new Set(serviceKeysWhere((known) => !known.startsWith('1'))),
} as const

function serviceKeysWhere(fits: (known: Generations) => boolean): string[] {
  return Object.entries(inServices).flatMap(([known, list]) => (fits(known) ? list.split(/\s+/) : []))
}
