import { merge } from 'rxjs'
import { exits } from '../../api/v1/installation/installation-error.ts'
import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import { keyFor } from '../../api/v1/names.ts'
import type { ActRequest } from '../../api/v1/installation/requests.ts'
import type { Key } from '../../store/objects/store.ts'
import { leftToServe } from './apply.ts'
import { keepChanged } from './applied/kept-changes.ts'
import type { Core } from './open/core.ts'
import { concernedBy } from './request/only-services.ts'
import { leftBy } from './waiting/view/left-updates.ts'
import type { AskedSpecs } from './waiting/view/overridden.ts'
import { settle } from './waiting/settle.ts'
import { takenUp } from './waiting/taken-up.ts'
import { warnings } from './warnings.ts'

/** A change to services that is recorded in the state. */
export interface Asked {
  /** Events to yield once the change is durable; if the disk is full, nothing was done. */
  readonly done: readonly ProgressEvent[]
  /** The stacks of the services; may contain duplicates. */
  readonly stacks: readonly (string | undefined)[]
  /** The services to wait for, besides those that share or follow them; absent: all of the stacks. */
  readonly services?: ReadonlySet<Key>
  /** The specs to wait for; absent: none in particular. */
  readonly asked?: AskedSpecs
  /** Whether the loops have yet to process the change, so that the status is outdated. Absent: the status tells by itself. */
  readonly isAwaited?: () => boolean
  /** Whether this is no update of the template. An update that failed earlier then does not count. */
  readonly isNoUpdate?: boolean
  /** Whether tasks are asked to begin elsewhere: what is to go from a lost node is not waited for. */
  readonly leavesLost?: boolean
  /** Those of the services that are paused: nothing of them is brought about now, or waited for. */
  readonly paused?: ReadonlySet<Key>
}

/** The services named by refs, to wait for; empty if a stack is named, which means all of it. */
export function servicesNamed(refs: readonly ObjectRef[]): Pick<Asked, 'services'> {
  if (refs.some(({ kind }) => kind === 'Stack')) return {}
  return { services: new Set(refs.map(({ namespace, name }) => keyFor(namespace, name))) }
}

/** Makes a change durable and, if asked to, waits until the services have converged; otherwise says who does the work. */
export async function* broughtAbout(
  core: Core,
  request: ActRequest,
  { done, stacks, services, asked, isAwaited, isNoUpdate = false, leavesLost = false, paused }: Asked,
): AsyncGenerator<ProgressEvent> {
  const { store, clock } = core
  const since = clock.now()
  const all = [...new Set(stacks.map((stack = '') => stack))]
  const before = isNoUpdate ? { leftBefore: leftBy(store, all) } : {}
  await store.durable()
  const changed = services ?? all.flatMap((stack) => [...store.by('Service', 'namespace', stack).keys()])
  const unkept = keepChanged(
    core,
    [...changed].map((key) => `Service/${key}` as const),
  )
  yield* done
  yield* warnings(unkept)
  const left = services && [...services].filter((key) => !paused?.has(key))
  if (paused?.size && left?.length === 0) return yield { type: 'outcome', exit: exits.converged, message: 'done' }
  if (!request.wait) return yield leftToServe(core)
  if (isAwaited) {
    await core.begin(all)
    await takenUp(merge(store.watchFacts(), store.watch('Service')), isAwaited, request.signal)
  }
  const awaited = left ? { services: concernedBy(store, left) } : {}
  const waiting = { ...awaited, ...before, leavesLost, ...(asked ? { asked } : {}) }
  yield* settle(core, { ...request, ...waiting, stacks: all, leaving: [], since })
}
