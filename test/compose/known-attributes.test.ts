import assert from 'node:assert/strict'
import type { AttributeTable } from '../../compose/attributes/attribute.ts'
import { fileAttributes } from '../../compose/attributes/file.ts'
import { networkAttributes } from '../../compose/attributes/network.ts'
import { configAttributes, secretAttributes } from '../../compose/attributes/secret.ts'
import { serviceAttributes } from '../../compose/attributes/service.ts'
import { volumeAttributes } from '../../compose/attributes/volume.ts'

/** The attributes of the Compose Specification, and those of 2.x and 3.x that it dropped. */
const names: Readonly<Record<string, readonly [AttributeTable<never>, string]>> = {
  'the top level': [fileAttributes, 'name version include networks volumes secrets configs models services'],
  'a service': [
    serviceAttributes,
    `annotations attach blkio_config build cap_add cap_drop cgroup cgroup_parent cgroupns_mode command configs container_name
    cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset credential_spec depends_on
    deploy develop device_cgroup_rules devices dns dns_opt dns_search domainname entrypoint env_file environment expose extends
    external_links extra_hosts gpus group_add healthcheck hostname image init ipc isolation label_file labels links logging
    mac_address mem_limit mem_reservation mem_swappiness memswap_limit models network_mode networks oom_kill_disable
    oom_score_adj pid pids_limit platform ports post_start pre_start pre_stop privileged profiles provider pull_policy
    pull_refresh_after read_only restart runtime scale secrets security_opt shm_size stdin_open stop_grace_period stop_signal
    storage_opt sysctls tmpfs tty ulimits use_api_socket user userns_mode uts volume_driver volumes volumes_from working_dir`,
  ],
  'a network': [
    networkAttributes,
    'attachable driver driver_opts enable_ipv4 enable_ipv6 external internal ipam labels name',
  ],
  'a volume': [volumeAttributes, 'driver driver_opts external labels name'],
  'a secret': [secretAttributes, 'driver driver_opts environment external file labels name template_driver'],
  'a config': [configAttributes, 'content environment external file labels name template_driver'],
}

describe('the attributes that are known', () => {
  for (const [what, [table, list]] of Object.entries(names)) {
    it(`of ${what} are those of Compose`, () => {
      assert.deepEqual(Object.keys(table).sort(), list.split(/\s+/).sort())
    })

    it(`of ${what} say what they become, or what to do instead`, () => {
      for (const [name, attribute] of Object.entries(table)) {
        if (attribute.kind === 'refused') assert.ok(attribute.remedy.length > 20, name)
        if (attribute.kind === 'read') assert.equal(typeof attribute.becomes, 'string', name)
      }
    })
  }
})
