import { defaultSettings } from '../../api/v1/settings.ts'
import { type Interest, observeHost } from '../../plan/observe.ts'
import { planInstallation, type PlanOptions, type PlanResult } from '../../plan/plan.ts'
import type { TestWorld } from './world.ts'

/** How a plan is made that is not what the world has. */
export interface PlanOfOptions
  extends Partial<
    Pick<PlanOptions, 'nodes' | 'undeclared' | 'kept' | 'declared' | 'contents' | 'ourselves' | 'horizonMs'>
  > {
  readonly interest?: Partial<Interest>
}

/** Another than the worlds of tests have: an engine gives no id twice, and ids are drawn by the seed. */
const SEED = 1001

/** Plans what is declared in a world whose controllers have ended, as the command line does: on a copy of its host as observed. */
export async function planOf(a: TestWorld, { interest, ...options }: PlanOfOptions = {}): Promise<PlanResult> {
  const run = { signal: new AbortController().signal, object: 'Node/a', reason: 'look' }
  const none = { containerNames: new Set<string>(), hostPorts: new Set<string>(), tasks: new Set<string>() }
  const looked = { installation: 'default', ...none, images: ['nginx', 'nginx:2'], ...interest }
  const observing = observeHost(a.host.engine(), looked, run)
  await a.settle(1_000)
  return await planInstallation({
    installation: 'default',
    nodes: [{ node: 'a', observed: await observing }],
    ...{ kept: a.world.storage.copy(), declared: a.life().ports.store, contents: new Map() },
    ...{ settings: defaultSettings, seed: SEED, now: a.world.clock.now() },
    ...options,
  })
}
