import { SIZE_TEXT } from '../../api/v1/size-text.ts'
import { LIMITS } from '../../api/v1/validation/value-forms.ts'
import type { HostConfigBody } from '../types/container.ts'
import { refuse } from './refusal.ts'
import type { Container, HostState } from './state.ts'

/** The kernel parameters that are per container: those of its IPC namespace, and of its network. */
const OF_IPC = /^(kernel\.(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)$|fs\.mqueue\.)/
const OF_NETWORK = /^net\./

/** Refuses settings that the runtime refuses at a start, whatever the image. */
export function checkBegin({ api }: HostState, { hostConfig }: Container): void {
  const { 'max-size': size = '1' } = hostConfig.LogConfig?.Config ?? {}
  const task = api < 44 ? '' : 'failed to create task for container: '
  if (size !== '-1' && !SIZE_TEXT.test(size))
    refuse(400, `${task}failed to initialize logging driver: invalid size: '${size}'`)
  const words = ulimitRefused(hostConfig) ?? sysctlRefused(hostConfig)
  if (words === undefined) return
  const create = `${task}failed to create shim task: OCI runtime create failed: runc create failed: ${words}`
  refuse(400, api < 44 ? `${create}: unknown` : create)
}

function ulimitRefused({ Ulimits }: HostConfigBody): string | undefined {
  const limits = Ulimits ?? []
  const unknown = limits.find(({ Name }) => !LIMITS.has(Name.toLowerCase()))
  if (unknown) return `wrong rlimit value: RLIMIT_${unknown.Name.toUpperCase()}`
  const isAbove = ({ Soft, Hard }: { Soft: number; Hard: number }) => Hard >= 0 && (Soft < 0 || Soft > Hard)
  if (!limits.some(isAbove)) return undefined
  return 'unable to start container process: error during container init: error setting rlimits for ready process: invalid argument'
}

function sysctlRefused({ Sysctls, NetworkMode: network, IpcMode: ipc }: HostConfigBody): string | undefined {
  const names = Object.keys(Sysctls ?? {})
  const ofHost = network === 'host' ? names.find((name) => OF_NETWORK.test(name)) : undefined
  if (ofHost) return `sysctl "${ofHost}" not allowed in host network namespace`
  const own = (name: string) =>
    OF_NETWORK.test(name) || name === 'kernel.domainname' || (ipc !== 'host' && OF_IPC.test(name))
  const odd = names.find((name) => !own(name.replaceAll('/', '.')))
  return odd && `sysctl "${odd}" is not in a separate kernel namespace`
}
