import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import type { HostConfigBody } from '../types/container.ts'
import { atLeast, since } from './api-version.ts'
import { portBindings } from './ports.ts'
import { present, some } from './present.ts'
import { resourcesBody } from './resources.ts'
import { restartPolicyBody } from './restart.ts'

/** The option that docker's command line turns into empty lists of masked and read-only paths. */
const UNCONFINED = 'systempaths=unconfined'

/** The template's part of the HostConfig that depends on nothing else. */
export function hostConfigBody(template: V1TaskTemplate, apiVersion: string): HostConfigBody {
  return {
    ...present({
      RestartPolicy: restartPolicyBody(template.restartPolicy),
      PortBindings: portBindings(template.ports),
      PublishAllPorts: template.publishAllPorts,
      Init: template.init,
      Runtime: template.runtime,
      Isolation: template.isolation,
      CgroupParent: template.cgroupParent,
      CgroupnsMode: template.cgroupnsMode,
      UTSMode: template.utsMode,
      UsernsMode: template.usernsMode,
      LogConfig: template.logging && present({ Type: template.logging.driver, Config: template.logging.options }),
      Annotations: atLeast(apiVersion, since.annotations) ? template.annotations : undefined,
      VolumeDriver: template.volumeDriver,
      Tmpfs: template.tmpfs,
      ShmSize: template.shmSizeBytes,
      StorageOpt: template.storageOpt,
      Sysctls: template.sysctls,
      GroupAdd: some(template.groupAdd),
    }),
    ...nameResolution(template),
    ...security(template),
    ...resourcesBody(template),
  }
}

function nameResolution(template: V1TaskTemplate): Partial<HostConfigBody> {
  return present({
    Dns: some(template.dns),
    DnsSearch: some(template.dnsSearch),
    DnsOptions: some(template.dnsOptions),
    ExtraHosts: some(template.extraHosts),
  })
}

function security(template: V1TaskTemplate): Partial<HostConfigBody> {
  const options = template.securityOpt ?? []
  const unconfined = options.includes(UNCONFINED)
  return present({
    CapAdd: some(template.capAdd),
    CapDrop: some(template.capDrop),
    Privileged: template.privileged,
    ReadonlyRootfs: template.readOnly,
    SecurityOpt: some(options.filter((option) => option !== UNCONFINED)),
    MaskedPaths: unconfined ? [] : template.maskedPaths && [...template.maskedPaths],
    ReadonlyPaths: unconfined ? [] : template.readonlyPaths && [...template.readonlyPaths],
  })
}
