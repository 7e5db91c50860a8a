import { merge } from 'rxjs'
import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import type { ObjectRef } from '../../api/v1/metadata.ts'
import { keyFor } from '../../api/v1/names.ts'
import type { ActRequest } from '../../api/v1/installation/requests.ts'
import type { Key } from '../../store/objects/store.ts'
import { leftToServe } from './apply.ts'
import { keepChanged } from './kept-changes.ts'
import type { Core } from './open/core.ts'
import { concernedBy } from './request/only-services.ts'
import { failedBy } from './waiting/earlier-failures.ts'
import type { AskedSpecs } from './waiting/overridden.ts'
import { settle } from './waiting/settle.ts'
import { takenUp } from './waiting/taken-up.ts'

/** What was asked of services, and is in the state. */
export interface Asked {
  /** What was done for it, which is told once it is kept: where the disk is full, nothing was done. */
  readonly done: readonly ProgressEvent[]
  /** The stacks that they are of; each may be there more than once. */
  readonly stacks: readonly (string | undefined)[]
  /** These alone are waited for, and those that stand on what may be replaced; absent: all of the stacks. */
  readonly services?: ReadonlySet<Key>
  /** What of their specs that is; absent: nothing of them. */
  readonly asked?: AskedSpecs
  /** Whether their loops have not taken it up yet: until then the state says how they stood before. Absent: the state tells by itself. */
  readonly isAwaited?: () => boolean
  /** Whether no update was asked for: that one had failed before says nothing of how this ends. */
  readonly isNoUpdate?: boolean
}

/** The services that were asked for, each by its name; none where a stack was, all of which is waited for. */
export function servicesNamed(refs: readonly ObjectRef[]): Pick<Asked, 'services'> {
  if (refs.some(({ kind }) => kind === 'Stack')) return {}
  return { services: new Set(refs.map(({ namespace, name }) => keyFor(namespace, name))) }
}

/** Waits, where that is wanted, until what was asked of services is so; else says who brings it about. */
export async function* broughtAbout(
  core: Core,
  request: ActRequest,
  { done, stacks, services, asked, isAwaited, isNoUpdate = false }: Asked,
): AsyncGenerator<ProgressEvent> {
  const { store, clock } = core
  const since = clock.now()
  const all = [...new Set(stacks.map((stack = '') => stack))]
  const before = isNoUpdate ? { failedBefore: failedBy(store, all) } : {}
  await store.durable()
  const unkept = keepChanged(
    core,
    [...(services ?? [])].map((key) => `Service/${key}` as const),
  )
  yield* done
  yield* unkept.map((message) => ({ type: 'warning' as const, message }))
  if (!request.wait) return yield leftToServe(core)
  if (isAwaited) {
    await core.begin(all)
    await takenUp(merge(store.watchFacts(), store.watch('Service')), isAwaited, request.signal)
  }
  const awaited = services ? { services: concernedBy(store, [...services]) } : {}
  const waiting = { ...awaited, ...before, ...(asked ? { asked } : {}) }
  yield* settle(core, { ...request, ...waiting, stacks: all, leaving: [], since })
}
