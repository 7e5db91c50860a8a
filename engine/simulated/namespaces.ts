import type { HostConfigBody } from '../types/container.ts'
import { isUp, knownContainer } from './containers.ts'
import { refuse } from './refusal.ts'
import type { Container, HostState } from './state.ts'

const MODES = ['NetworkMode', 'IpcMode', 'PidMode'] as const
const SHARED = 'container:'

/** The name or id of the container whose namespace a mode shares; undefined for other modes. */
export function sharedKey(mode = ''): string | undefined {
  return mode.startsWith(SHARED) ? mode.slice(SHARED.length) : undefined
}

/**
 * Replaces container names in namespace modes by ids at create, as the name may later mean another container. The owner of a network
 * namespace need not exist yet.
 */
export function pinNamespaces(host: HostState, config: HostConfigBody): HostConfigBody {
  let pinned = config
  for (const mode of MODES) {
    const key = sharedKey(config[mode])
    if (key === undefined) continue
    const target = knownContainer(host, key)
    if (target) pinned = { ...pinned, [mode]: `${SHARED}${target.id}` }
    else if (mode !== 'NetworkMode') refuse(400, `No such container: ${key}`)
  }
  return pinned === config ? config : Object.freeze(pinned)
}

/** Checks at a start that the owners of shared IPC and PID namespaces run; the network namespace is checked when it is attached. */
export function checkNamespaces(host: HostState, { hostConfig: { IpcMode, PidMode } }: Container): void {
  const isOld = host.api < 44
  const ipc = sharedKey(IpcMode)
  if (ipc !== undefined) {
    const words = isOld ? `can't join IPC of container ${ipc}: ` : 'failed to join IPC namespace: '
    const owner = running(host, ipc, { words, gone: isOld ? 500 : 400, down: isOld ? 500 : 409 })
    const { IpcMode: mode } = owner.hostConfig
    if (mode !== 'shareable' && mode !== 'host')
      refuse(
        isOld ? 500 : 400,
        `${words}${isOld ? '' : `container ${ipc}: `}non-shareable IPC (hint: use IpcMode:shareable for the donor container)`,
      )
  }
  const pid = sharedKey(PidMode)
  if (pid === undefined) return
  const words = isOld ? '' : 'failed to join PID namespace: '
  if (isOld && knownContainer(host, pid) === undefined)
    refuse(500, `cannot join PID of a non running container: ${pid}: No such container: ${pid}`)
  running(host, pid, { words, gone: 500, down: 500 })
}

interface Refused {
  readonly words: string
  readonly gone: number
  readonly down: number
}

function running(host: HostState, key: string, { words, gone, down }: Refused): Container {
  const owner = knownContainer(host, key) ?? refuse(gone, `${words}No such container: ${key}`)
  if (!isUp(owner)) refuse(down, `${words}container ${key} is not running`)
  if (owner.state === 'restarting')
    refuse(409, `${words}Container ${key} is restarting, wait until the container is running`)
  return owner
}

/** The running containers in a container's PID namespace: the kernel kills them with its first process. */
export function amongProcesses(host: HostState, { id }: Container): readonly Container[] {
  const mode = `${SHARED}${id}`
  return [...host.containers.values()].filter((other) => other.hostConfig.PidMode === mode && other.process)
}
