import { configController, secretController } from './delivery/controller.ts'
import { leftoversController } from './delivery/leftovers.ts'
import { developController } from './develop/controller.ts'
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

/** Every loop there is; a new kind is a folder beside this file and a line here. */
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

/** Those of some ports: nobody's sources are watched unless that was asked for. */
function controllersOf({ developing }: Ports): readonly Controller[] {
  return developing ? [...controllers, developController] : controllers
}

/** All loops of one installation. */
export interface Running {
  readonly loops: readonly Loop[]
  /** What any loop is at, or will be in a moment, as `Kind/key`: of all keys, or of those that `concerns` holds for. */
  at(concerns?: (key: Key, kind: Kind) => boolean): Iterable<string>
  /** Ends all loops; resolves when what ran has ended. */
  stop(): Promise<void>
}

/** Starts every loop, and has each look once at every object of its kind. */
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
        if (name === developController.name) continue // what is synced is no part of what is declared: nobody waits for it
        for (const key of loop.at()) if (concerns(key, kind)) yield `${kind}/${key}`
      }
    },
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}
