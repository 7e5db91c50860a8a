import { defaultSettings } from '../../api/v1/settings.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import type { Observed } from '../../engine/simulated/seed.ts'
import { type Interest, observeHost } from '../../plan/observe.ts'
import { planInstallation, type PlanOptions, type PlanResult } from '../../plan/plan.ts'
import type { TestWorld } from './world.ts'

/** Options of a plan that differ from the world's. */
export interface PlanOfOptions
  extends Partial<
    Pick<
      PlanOptions,
      | 'nodes'
      | 'silent'
      | 'lost'
      | 'undeclared'
      | 'kept'
      | 'declared'
      | 'contents'
      | 'retained'
      | 'concerns'
      | 'ourselves'
      | 'horizonMs'
    >
  > {
  readonly interest?: Partial<Interest>
}

/** Differs from the seeds of test worlds: ids are drawn by the seed, and an engine never gives an id twice. */
const SEED = 1001

/** Plans the declared state of a world whose controllers have stopped, as the command line does: on a copy of the observed host. */
export async function planOf(a: TestWorld, { interest, ...options }: PlanOfOptions = {}): Promise<PlanResult> {
  const nodes = options.nodes ?? [{ node: 'a', observed: await observedIn(a, 'a', interest) }]
  await a.settle(1_000) // what was declared just now is kept from then on
  return await planInstallation({
    ...{ installation: 'default', nodes },
    ...{ kept: a.world.storage.copy(), declared: a.life().ports.store, contents: new Map() },
    ...{ settings: defaultSettings, seed: SEED, now: a.world.clock.now() },
    ...options,
  })
}

/** A host of the world as it is now. */
export async function observedIn(a: TestWorld, node: string, interest: Partial<Interest> = {}): Promise<Observed> {
  const run = { signal: new AbortController().signal, object: `Node/${node}`, reason: 'look' }
  const none = { containerNames: new Set<string>(), hostPorts: new Set<string>(), tasks: new Set<string>() }
  const looked = { installation: 'default', ...none, images: ['nginx', 'nginx:2'], ...interest }
  const observing = observeHost((a.world.hosts.get(node) as SimulatedHost).engine(), looked, run)
  await a.settle(1_000)
  return await observing
}
