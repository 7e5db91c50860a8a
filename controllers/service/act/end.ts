import { setCondition } from '../../../api/v1/conditions.ts'
import { finalizers } from '../../../api/v1/labels.ts'
import { isKeptFailure, keyOf } from '../../../api/v1/names.ts'
import { conditionTypes } from '../../../api/v1/reasons.ts'
import { because, type Run } from '../../../engine/run.ts'
import { engineOf } from '../../runtime/engine-of.ts'
import { RETRY_HOLD_MS } from '../../runtime/conditions.ts'
import { nodeHold, type NodeHold } from '../../holds/node-hold.ts'
import type { Ports } from '../../runtime/ports.ts'
import { again, done, type Result } from '../../runtime/result.ts'
import type { Key } from '../../../store/objects/store.ts'
import { dropFinalizer } from '../../runtime/finalizers.ts'
import { forgetWritten } from '../../data/last-written.ts'
import { forgetLeft } from '../../task/act/left-volumes.ts'
import { remove } from '../../task/act/container-calls.ts'
import { noteEnd } from '../incarnation.ts'
import { forgetAsked } from '../asked.ts'
import type { ServiceView } from '../view.ts'
import { removeLeft, tellLeft } from './left-data.ts'

/**
 * The last step of a deletion. Removes the containers kept of failures, and the anonymous volumes if asked to; then records the
 * incarnation's end and drops the finalizers.
 */
export async function endService({ service }: ServiceView, ports: Ports, run: Run): Promise<Result> {
  const key = keyOf(service)
  await ports.store.durable() // after a crash it must be known that the service goes, and whether its data does
  // Iterates over a copy, as each removed container leaves the list.
  for (const { node, container } of [...ports.inventory.containersOfService(key)]) {
    if (!isKeptFailure(container.Name)) continue
    const held = nodeHold(node, ports)
    if (held) return waitFor(key, held, ports)
    const engine = engineOf(node, ports)
    await remove(container.Id, engine, { ports, run: because(run, 'its service is deleted') })
  }
  const isWithData = service.metadata.finalizers?.includes(finalizers.volumeData)
  const held = isWithData ? await removeLeft(key, ports, run) : undefined
  if (held) return waitFor(key, held, ports)
  if (!isWithData) tellLeft(key, ports)
  noteEnd(service, ports)
  forgetAsked(ports.store, key)
  forgetLeft(key, ports.store)
  forgetWritten(ports.store)
  dropFinalizer(ports.store, 'Service', { key, finalizer: finalizers.volumeData })
  dropFinalizer(ports.store, 'Service', { key, finalizer: finalizers.tasks })
  return done
}

/**
 * Sets the hold as the Ready condition and requeues: the deletion waits for a node that may not be worked on, rather than leave a container
 * there.
 */
function waitFor(key: Key, { reason, because }: NodeHold, { store, clock }: Ports): Result {
  const service = store.get('Service', key) // as it is by now: others may have written its status meanwhile
  if (!service) return done
  const { metadata, status } = service
  const observedGeneration = metadata.generation ?? 1
  const said = { type: conditionTypes.ready, status: 'False' as const, reason, message: because, observedGeneration }
  const conditions = setCondition(status?.conditions, said, clock.now())
  store.putStatus('Service', key, { ...status, observedGeneration, conditions })
  return again(RETRY_HOLD_MS, 'held; see conditions', 'periodic')
}
