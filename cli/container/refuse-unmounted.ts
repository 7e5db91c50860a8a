import { isWithin } from '../../api/v1/language/path-within.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { Store } from '../../store/objects/store.ts'
import { refuseOtherPath } from './check-mounts.ts'
import type { OwnContainer } from './own-container.ts'

/** Throws if a watched directory, or a bind mount from our home, has another path on the host. */
export function refuseUnmounted(
  own: OwnContainer | undefined,
  { roots, home, store }: { readonly roots: readonly string[]; readonly home: string; readonly store: Store },
): void {
  if (!own) return
  for (const root of roots) refuseOtherPath(root, 'the watched directory', own)
  for (const service of store.list('Service').values())
    for (const { type, source = '' } of service.spec.template.mounts ?? [])
      if (type === 'Bind' && isWithin(source, home)) refuseOtherPath(source, `Service/${keyOf(service)} binds`, own)
}
