import { type LifeOptions, startLife } from '../../../plan/world.ts'
import { fixedContents } from '../../../store/contents/fixed.ts'
import type { World } from '../../../plan/world.ts'
import type { Installation } from '../../../controllers/installation.ts'
import { quiet, service, worldOf } from './world.ts'

/** Deploys services of `each` tasks on simulated nodes, with the real loops. Returns how many tasks are healthy in the end. */
export async function loops(nodes: number, services: number, each: number): Promise<number> {
  const world = worldOf(nodes)
  const { store } = lifeIn(world).ports
  const stacks = Math.ceil(services / 100)
  for (let index = 0; index < services; index++)
    store.create('Service', service(`web-${index}`, `stack-${index % stacks}`, each))
  await quiet(world)
  const tasks = [...store.list('Task').values()]
  return tasks.filter(({ status }) => status?.phase === 'Running' && status.healthy === 'True').length
}

export function lifeIn(world: World, wrapEngine?: LifeOptions['wrapEngine']): Installation {
  const contents = fixedContents(new Map(), world.clock)
  return startLife(world, { installation: 'default', contents, ...(wrapEngine ? { wrapEngine } : {}) })
}
