import { once } from 'node:events'
import { join } from 'node:path'
import { remoteInstallation } from '../../../api/client/remote.ts'
import { getCondition, isTrue } from '../../../api/v1/conditions.ts'
import type { Installation } from '../../../api/v1/installation/installation.ts'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import { isBeingDeleted, isObserved } from '../../../api/v1/metadata.ts'
import { realClock } from '../../../clock/real.ts'
import { sleep } from '../../../clock/sleep.ts'
import type { Cli, Running } from '../../support/cli.ts'
import { until } from '../../support/until.ts'

/** A client of the running `serve` of a command line's home. */
export function serving(cli: Cli): Installation {
  return remoteInstallation(join(cli.home, 'reconcile.sock'))
}

/** The services that a running `serve` knows; none while it does not answer. */
export async function services(cli: Cli): Promise<readonly V1Service[]> {
  const { items } = await serving(cli)
    .list('Service', {})
    .catch(() => ({ items: [] }))
  return items as readonly V1Service[]
}

export interface Converging {
  /** What else must hold of the services. */
  readonly fits?: (services: readonly V1Service[]) => boolean
  /** Ends the wait early once it returns true. */
  readonly stopped?: () => boolean
  readonly ms?: number
}

/** Waits until a running `serve` has these services and no others, and reports each as declared. */
export async function converged(
  cli: Cli,
  names: readonly string[],
  { fits = () => true, stopped = () => false, ms = 30_000 }: Converging = {},
): Promise<void> {
  await until(
    `${names.join(', ')} are as declared`,
    async () => {
      if (stopped()) return true
      const all = await services(cli)
      const found = all.map(({ metadata }) => metadata.name).sort()
      return found.join() === [...names].sort().join() && all.every(isWell) && fits(all)
    },
    { ms, instead: async () => JSON.stringify((await services(cli)).map(shown)) },
  )
}

function isWell(service: V1Service): boolean {
  const { state } = service.status?.rollout ?? {}
  const ready = isTrue(service.status?.conditions, 'Ready')
  return isObserved(service) && !isBeingDeleted(service) && ready && state === 'Completed'
}

function shown({ metadata, status }: V1Service): unknown {
  const ready = getCondition(status?.conditions, 'Ready')
  return [metadata.name, metadata.generation, status?.rollout, ready?.status, ready?.reason, ready?.message]
}

/** Resolves when a command has ended, by itself or by a signal. */
export async function ended({ child }: Running): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

/** Lets a command run on for this long, ms. Fails as soon as it ends, and says by what, after how long, and its output. */
export async function runsOn({ child, output }: Running, ms: number): Promise<void> {
  const early = new AbortController()
  const began = performance.now()
  const tell = () => {
    const by = child.signalCode ?? `exit ${child.exitCode}`
    early.abort(new Error(`it ended by ${by} after ${Math.round(performance.now() - began)} of ${ms} ms: ${output()}`))
  }
  child.once('close', tell)
  if (child.exitCode !== null || child.signalCode !== null) tell()
  try {
    await sleep(realClock, ms, early.signal)
  } finally {
    child.off('close', tell)
  }
}
