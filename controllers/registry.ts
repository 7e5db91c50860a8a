import { configController, secretController } from './delivery/controller.ts'
import { leftoversController } from './delivery/leftovers.ts'
import { developController } from './develop/controller.ts'
import { locksController } from './locks/controller.ts'
import { networkController } from './network/controller.ts'
import { nodeController } from './node/controller.ts'
import type { Kind } from '../api/v1/kinds.ts'
import type { Controller } from './runtime/controller.ts'
import { startLoop, type Loop } from './runtime/loop.ts'
import type { Ports } from './runtime/ports.ts'
import { schedulerController } from './scheduler/controller.ts'
import { serviceController } from './service/controller.ts'
import { stackController } from './stack/controller.ts'
import { taskController } from './task/controller.ts'
import type { Key } from '../store/objects/store.ts'
import { volumeController } from './volume/controller.ts'

/** All loops, except those for development and for locks; a new kind is a folder beside this file and a line here. */
export const controllers: readonly Controller[] = [
  nodeController,
  networkController,
  volumeController,
  secretController,
  configController,
  leftoversController,
  serviceController,
  schedulerController,
  taskController,
  stackController,
]

/** The loops for these ports: sources are only watched where that was asked for, and only a serve keeps locks that it does not need yet. */
function controllersOf({ developing, locks }: Ports): readonly Controller[] {
  return [...controllers, ...(developing ? [developController] : []), ...(locks?.keepsAll ? [locksController] : [])]
}

/** The loops that nobody waits for: what they do is no part of the declared state. */
const unawaited: ReadonlySet<string> = new Set([developController.name, locksController.name])

/** The running loops of one installation. */
export interface Running {
  readonly loops: readonly Loop[]
  /** The keys that are queued or worked on now, or will be in a moment, as `Kind/key`; only those that `concerns` accepts, if given. */
  at(concerns?: (key: Key, kind: Kind) => boolean): Iterable<string>
  /** Stops all loops; resolves when the work under way has ended. */
  stop(): Promise<void>
}

/** Starts every loop and queues every object of its kind once. */
export function startControllers(ports: Ports): Running {
  const all = controllersOf(ports)
  const loops = all.map((controller) => startLoop(controller, ports))
  all.forEach((controller, index) => {
    for (const key of ports.store.list(controller.kind).keys()) loops[index]?.wake(key)
  })
  return {
    loops,
    *at(concerns = () => true) {
      for (const [index, loop] of loops.entries()) {
        const { kind, name } = all[index] as Controller
        if (unawaited.has(name)) continue
        for (const key of loop.at()) if (concerns(key, kind)) yield `${kind}/${key}`
      }
    },
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}
