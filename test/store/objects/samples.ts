import type { V1Service, V1Task, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import type { Json } from '../../../store/storage/storage.ts'
import { seededRandom } from '../../../clock/random.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { createStore } from '../../../store/objects/create-store.ts'
import { memoryStorage } from '../../../store/storage/memory.ts'

/** A store in virtual time, on a disk that outlives it. */
export async function storeInVirtualTime(
  options: { readonly initial?: ReadonlyMap<string, Json>; readonly seed?: number } = {},
) {
  const clock = virtualClock()
  const random = seededRandom(options.seed ?? 1)
  const initial = options.initial ?? new Map<string, Json>()
  const disk = memoryStorage({ clock, random, initial, latencyMs: { min: 1, max: 3 } })
  const reopen = async () => {
    const storage = disk.open()
    return createStore({ clock, random, storage, state: await storage.load() })
  }
  const settle = () => clock.runUntilQuiet({ until: clock.now() + 3_600_000, steps: 1e6 })
  return { clock, disk, reopen, settle, store: await reopen() }
}

export function service(name: string, more: Partial<V1Service['metadata']> = {}): V1Service {
  return {
    apiVersion: 'reconcile.dev/v1',
    kind: 'Service',
    metadata: { name, namespace: 'shop', ...more },
    spec: { replicas: 1, template: { image: 'busybox' } },
  } as V1Service
}

export function task(
  name: string,
  more: {
    readonly node?: string
    readonly template?: V1TaskTemplate
    readonly metadata?: Partial<V1Task['metadata']>
  } = {},
): V1Task {
  const { node, template, metadata } = more
  return {
    apiVersion: 'reconcile.dev/v1',
    kind: 'Task',
    metadata: { name, namespace: 'shop', ...metadata },
    spec: {
      service: name.split('-')[0] ?? name,
      slot: 1,
      template: template ?? { image: 'busybox' },
      ...(node === undefined ? {} : { node }),
    },
  } as V1Task
}
