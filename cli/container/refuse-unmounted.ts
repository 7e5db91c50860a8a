import { isWithin } from '../../api/v1/language/path-within.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { Store } from '../../store/objects/store.ts'
import { refuseOtherPath } from './check-mounts.ts'
import type { OwnContainer } from './own-container.ts'

interface Places {
  /** The directories to watch. */
  readonly roots: readonly string[]
  /** Those of them that this command line names; an earlier one named the others. */
  readonly given: readonly string[]
  readonly home: string
  readonly store: Store
}

/** Throws if a watched directory, or a bind mount from our home, has another path on the host. */
export function refuseUnmounted(own: OwnContainer | undefined, { roots, given, home, store }: Places): void {
  if (!own) return
  const what = 'the watched directory'
  for (const root of roots)
    refuseOtherPath(root, given.includes(root) ? { what } : { what, also: forgetWords(root) }, own)
  for (const service of store.list('Service').values())
    for (const { type, source = '' } of service.spec.template.mounts ?? [])
      if (type === 'Bind' && isWithin(source, home))
        refuseOtherPath(source, { what: `Service/${keyOf(service)} binds` }, own)
}

/** The container's own command says nothing of what an earlier one named, and is started again and again by its restart policy. */
function forgetWords(root: string): string {
  const line = `reconcile serve --unwatch ${root} --watch NEW --once`
  return `; or, if it has moved to NEW, run once, in a container with the mounts of this one: \`${line}\``
}
