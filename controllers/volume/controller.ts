import type { V1Volume } from '../../api/v1/generated/types.ts'
import { finalizers } from '../../api/v1/labels.ts'
import { losesData } from '../../api/v1/loses-data.ts'
import { keyOf } from '../../api/v1/names.ts'
import { actPerNode } from '../runtime/act-per-node.ts'
import { areListed } from '../runtime/listed.ts'
import { failedHold, RETRY_HOLD_MS } from '../runtime/conditions.ts'
import type { Controller } from '../runtime/controller.ts'
import { forgetHalfMade } from '../holds/half-made.ts'
import { forgetMounted, forgetOnlyMount, noteMounts } from '../data/last-mounted.ts'
import type { Ports } from '../runtime/ports.ts'
import { again, done } from '../runtime/result.ts'
import { dropFinalizer, ensureFinalizer } from '../runtime/finalizers.ts'
import { forgetAsked } from '../ownership/unanswered.ts'
import { dueOf } from '../service/decided.ts'
import { observeVolume } from './observe.ts'
import { actOnVolume } from './act.ts'
import { volumeWakes } from './wakes.ts'
import { planUnlessLocked, type VolumeAction, type VolumeView } from './plan.ts'
import { statusOf, toSay } from './status.ts'
import { tellLabels } from './tell-labels.ts'
import { forgetApprovals } from './approvals.ts'

/** Creates volumes where tasks mount them, and removes one with its data only when asked to. */
export const volumeController: Controller = {
  name: 'volume',
  kind: 'Volume',

  wakes: volumeWakes,

  async reconcile(key, ports, run) {
    if (!areListed(ports)) return done
    const view = observeVolume(key, ports)
    if (!view) return done
    noteMounts(view.volume, (node) => view.onHost.get(node) === 'absent', ports)
    ensureFinalizer(ports.store, 'Volume', { key, finalizer: finalizers.volume })
    const wanted = planUnlessLocked(view, ports)
    const due = dueOf(wanted, ports.store.by('Task', 'volume', key), ports)
    const deeds = {
      act: (action: VolumeAction) => actOnVolume(action, view, { ports, run }),
      failed: (action: VolumeAction, error: unknown) => failedHold(action, error, ports),
      ...(ports.onlyLooks ? { slow: toSay(view, ports) } : {}),
    }
    const { actions: acted, failures } = await actPerNode(due, deeds, { run, ports })
    const actions = acted.filter((action) => action.do !== 'leave')
    if (run.signal.aborted || !isStill(view.volume, ports)) return done // the result is no longer about what is declared now
    const holds = actions.filter((action) => action.do === 'hold')
    if (view.volume.metadata.deletionTimestamp && holds.length === 0) {
      letGo(view, ports)
      return done
    }
    // With creates left out (dueOf) the last status stands; the service's decision wakes the volume.
    tellLabels(view, actions, ports)
    if (due.length === wanted.length) ports.store.putStatus('Volume', key, statusOf(view, actions, ports))
    if (failures.length > 0) throw failures[0]
    return holds.length > 0 ? again(RETRY_HOLD_MS, 'held; see conditions', 'periodic') : done
  },
}

/** Lets a deleted volume go, with all that was noted of it but where its data stays. */
function letGo(view: VolumeView, ports: Ports): void {
  const { volume } = view
  const key = keyOf(volume)
  forgetAsked(`Volume/${key}`, ports.store)
  forgetHalfMade(key, ports.store)
  if (losesData(volume)) {
    forgetApprovals(key, ports.store)
    forgetMounted(key, ports.store)
  } else forgetOnlyMount(key, isOnSeveral(view), ports.store)
  dropFinalizer(ports.store, 'Volume', { key, finalizer: finalizers.volumeData })
  dropFinalizer(ports.store, 'Volume', { key, finalizer: finalizers.volume })
}

/** Whether several hosts have a volume, or may have it as they do not answer. */
function isOnSeveral({ onHost }: VolumeView): boolean {
  return [...onHost.values()].filter((found) => found !== 'absent').length > 1
}

/** Whether the store still has the same object: a volume declared again after its deletion is another. */
function isStill(volume: V1Volume, { store }: Ports): boolean {
  return store.get('Volume', keyOf(volume))?.metadata.uid === volume.metadata.uid
}
