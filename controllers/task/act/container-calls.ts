import { ownGraceSeconds } from '../../../engine/container/own-grace.ts'
import type { Engine } from '../../../engine/engine.ts'
import { isEngineError, unlessGone } from '../../../engine/errors.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import { toItsEnd } from '../../../engine/run.ts'
import { adoptionOf } from '../../adoption/records.ts'
import type { Acting } from './acting.ts'
import { hasRun, noteLast } from './left-volumes.ts'
import { runStopHooks } from './hooks.ts'
import { tellHook } from './tell-hook.ts'

/**
 * Stops a container as its service declares; succeeds if it is gone already. A stop that was begun is not cut short by a newer spec, as its
 * hooks would run and its process be told twice.
 */
export async function stop(id: string, engine: Engine, { seen, ports, run: asked }: Acting): Promise<void> {
  const { task } = seen.view
  const run = toItsEnd(asked)
  const { template } = task.spec
  const { stopGracePeriodSeconds, stopSignal } = template
  ports.inventory.expectStop(engine.node, id)
  const tell = tellHook(task, '; it stops once its pre-stop hooks have ended', ports)
  await runStopHooks(template.hooks?.preStop, { when: 'pre-stop', id, engine, run, ports, tell })
  const grace =
    stopGracePeriodSeconds === undefined
      ? ownGrace(ports.inventory.host(engine.node)?.containers.get(id))
      : { timeoutSeconds: Math.ceil(stopGracePeriodSeconds) }
  const signal = stopSignal === undefined ? {} : { signal: stopSignal }
  await unlessGone(engine.stopContainer({ id, ...grace, ...signal }, run))
  if (!asked.signal.aborted) return
  await refresh(id, engine, { ports, run })
  asked.signal.throwIfAborted()
}

/** The grace period that a container has by itself; empty where none is known, or where its engine is to wait for as long as it takes. */
function ownGrace(container: HostContainer | undefined): { readonly ownSeconds?: number } {
  const ownSeconds = container ? ownGraceSeconds(container) : Number.POSITIVE_INFINITY
  return Number.isFinite(ownSeconds) ? { ownSeconds } : {}
}

/**
 * Removes a container; succeeds if it is gone already. Its anonymous volumes stay for the slot's next container (S4), unless it never ran
 * and was not made by others. Such a one is removed without force: its engine refuses that if it has been started since, as by a call of
 * ours before a crash.
 */
export async function remove(id: string, engine: Engine, { ports, run }: Pick<Acting, 'ports' | 'run'>): Promise<void> {
  const container = ports.inventory.host(engine.node)?.containers.get(id)
  if (container && noteLast(engine.node, container, ports)) await ports.store.durable()
  const unused = container && !hasRun(container) && adoptionOf(ports.store, 'Container', id) === undefined
  try {
    await unlessGone(engine.removeContainer({ id, ...(unused ? itsVolumes(container) : { force: true }) }, run))
  } catch (error) {
    // No event tells of a removal that is still under way or failed, but tasks that wait for the name must know.
    if (isEngineError(error, 'Timeout', 'Internal', 'Conflict')) await refresh(id, engine, { ports, run })
    throw error
  }
  ports.inventory.dropContainer(engine.node, id)
}

/** Removes a container that was never started, with its anonymous volumes. Throws Conflict if somebody has started it. */
export async function removeUnforced(id: string, engine: Engine, { ports, run }: Pick<Acting, 'ports' | 'run'>) {
  const container = ports.inventory.host(engine.node)?.containers.get(id)
  await unlessGone(engine.removeContainer({ id, ...(container ? itsVolumes(container) : {}) }, run))
  ports.inventory.dropContainer(engine.node, id)
}

/**
 * Whether a removal takes the container's anonymous volumes along. With `VolumesFrom` it does not, as an engine takes the volumes of other
 * containers for its own.
 */
function itsVolumes({ HostConfig }: HostContainer): { readonly volumes?: true } {
  return HostConfig.VolumesFrom?.length ? {} : { volumes: true }
}

/** Reads a container anew into the inventory. */
export async function refresh(
  id: string,
  engine: Engine,
  { ports, run }: Pick<Acting, 'ports' | 'run'>,
): Promise<void> {
  const asked = ports.inventory.stamp()
  const found = await unlessGone(engine.inspectContainer({ id }, run))
  if (found) ports.inventory.putContainer(engine.node, found, asked)
  else ports.inventory.dropContainer(engine.node, id)
}
