import { isWithin } from '../../api/v1/language/path-within.ts'
import { KILLED } from '../signal.ts'
import type { ContainerBody, EndpointBody, UpdateBody } from '../types/container.ts'
import type { NetworkBody } from '../types/network.ts'
import type { VolumeBody } from '../types/volume.ts'
import type { RegistryImage } from './behaviour.ts'
import {
  emitContainer,
  findContainer,
  isUp,
  knownContainer,
  removeContainer,
  renameContainer,
  updateContainer,
} from './containers.ts'
import { createContainer } from './create.ts'
import { connectNetwork, disconnectNetwork } from './endpoints.ts'
import { setHealth } from './health.ts'
import { digestOf } from './ids.ts'
import { addImage, emitImage, fullReference, removeImage, setReference } from './images.ts'
import {
  holdDown,
  killContainer,
  pauseContainer,
  startContainer,
  stopContainer,
  unpauseContainer,
} from './lifecycle.ts'
import { writeLog } from './logs.ts'
import { createNetwork, removeNetwork } from './networks.ts'
import { endProcess } from './process.ts'
import type { FailedPlugin, HostState } from './state.ts'
import { createVolume, removeVolume, setPlugin } from './volumes.ts'

/** Actions of a person on the host, by name or id; refusals are thrown in the engine's words. */
export interface ByHand {
  /** As `docker create`; returns the id. */
  create(name: string, body: ContainerBody): string
  /** As `docker run`; returns the id. */
  run(name: string, body: ContainerBody): string
  start(name: string): void
  /** The process exits after the usual latency, or is killed after the grace period. */
  stop(name: string, timeoutSeconds?: number): void
  /** As `docker restart`: starts it at once after its exit, unless that is refused. */
  restart(name: string): void
  kill(name: string, signal?: string): void
  /** As `docker rm -f`, at once. */
  remove(name: string): void
  pause(name: string): void
  unpause(name: string): void
  rename(name: string, to: string): void
  update(name: string, body: UpdateBody): void
  connect(network: string, container: string, endpoint?: EndpointBody): void
  disconnect(network: string, container: string): void
  /** The main process exits on its own. */
  exit(name: string, code?: number): void
  setHealth(name: string, status: 'healthy' | 'unhealthy' | 'starting'): void
  log(name: string, text: string): void
  /** Allows a second network of a name, like the engine's API before 1.44. */
  createNetwork(body: NetworkBody): string
  removeNetwork(name: string): void
  createVolume(body: VolumeBody): void
  removeVolume(name: string): void
  /** Makes a volume plugin fail, disappear with its volumes, or work again; no event. */
  setPlugin(name: string, how: FailedPlugin | 'well'): void
  /** Fills the disk, so that no volume can be made, or makes room on it. */
  fillDisk(isFull: boolean): void
  /** Adds an image without an event. */
  addImage(reference: string, image?: RegistryImage): string
  /** As `docker load`. */
  loadImage(reference: string, image?: RegistryImage): void
  removeImage(name: string): void
  /** As `docker system prune -af`: removes stopped containers, and unused networks and images. */
  prune(): void
  /** Deletes a host directory with its files; binds of it are refused until it is created again. */
  removePath(path: string): void
  /** Makes another program take a port: `tcp/0.0.0.0:80`. */
  takePort(key: string): void
}

export function byHand(host: HostState): ByHand {
  return Object.assign(containersByHand(host), othersByHand(host))
}

function containersByHand(host: HostState) {
  return {
    create: (name: string, body: ContainerBody) => createContainer(host, name, body).id,
    run(name: string, body: ContainerBody) {
      const { id } = createContainer(host, name, body)
      startContainer(host, id)
      return id
    },
    start: (name: string) => startContainer(host, name),
    stop: (name: string, timeoutSeconds?: number) => {
      void stopContainer(host, name, timeoutSeconds === undefined ? {} : { timeoutSeconds })
    },
    restart(name: string) {
      const { id } = findContainer(host, name)
      void Promise.resolve(stopContainer(host, id))
        .then(() => startContainer(host, id))
        .then(() => emitContainer(host, findContainer(host, id), { action: 'restart' }))
        .catch(() => {})
    },
    kill: (name: string, signal?: string) => void killContainer(host, name, signal),
    remove(name: string) {
      const container = findContainer(host, name)
      holdDown(container)
      if (isUp(container)) endProcess(host, container, KILLED)
      removeContainer(host, container.id)
    },
    pause: (name: string) => pauseContainer(host, name),
    unpause: (name: string) => unpauseContainer(host, name),
    rename: (name: string, to: string) => renameContainer(host, name, to),
    update: (name: string, body: UpdateBody) => void updateContainer(host, name, body),
    exit(name: string, code = 0) {
      const container = findContainer(host, name)
      if (container.state === 'running') endProcess(host, container, code)
    },
    setHealth: (name: string, status: string) => setHealth(host, findContainer(host, name), status),
    log: (name: string, text: string) => writeLog(host, findContainer(host, name), { stream: 'stdout', text }),
  }
}

function othersByHand(host: HostState) {
  return {
    connect(network: string, container: string, endpoint: EndpointBody = {}) {
      connectNetwork(host, network, { container, endpoint })
    },
    disconnect: (network: string, container: string) => disconnectNetwork(host, network, container),
    createNetwork: (body: NetworkBody) => createNetwork(host, { CheckDuplicate: false, ...body }).id,
    removeNetwork: (name: string) => removeNetwork(host, name),
    createVolume: (body: VolumeBody) => void createVolume(host, body),
    removeVolume: (name: string) => removeVolume(host, name),
    setPlugin: (name: string, how: FailedPlugin | 'well') => setPlugin(host, name, how),
    fillDisk: (isFull: boolean) => void (host.isDiskFull = isFull),
    addImage: (reference: string, image: RegistryImage = {}) => storeImage(host, reference, image),
    loadImage(reference: string, image: RegistryImage = {}) {
      const id = storeImage(host, reference, image)
      emitImage(host, { action: 'load', id, name: id })
    },
    removeImage: (name: string) => removeImage(host, name, true),
    prune: () => prune(host),
    removePath: (path: string) => removePath(host, path),
    takePort: (key: string) => void host.ports.set(key, 'another program'),
  }
}

function storeImage(host: HostState, name: string, image: RegistryImage): string {
  const reference = fullReference(name)
  const id = image.id ?? digestOf(`image ${reference} ${JSON.stringify(image.config ?? {})}`)
  setReference(host, reference, addImage(host, { ...image, id }))
  return id
}

function prune(host: HostState): void {
  for (const container of host.containers.values()) {
    if (!isUp(container) && knownContainer(host, container.id)) removeContainer(host, container.id)
  }
  for (const network of host.networks.values()) {
    const used = [...host.containers.values()].some(({ endpoints }) =>
      endpoints.some(({ name }) => name === network.name),
    )
    if (!network.predefined && !used) removeNetwork(host, network.id)
  }
  for (const image of host.images.values()) if (image.users.size === 0) removeImage(host, image.id, true)
}

function removePath(host: HostState, path: string): void {
  host.missingPaths.add(path)
  for (const file of host.files.keys()) if (isWithin(file, path)) host.files.delete(file)
}
