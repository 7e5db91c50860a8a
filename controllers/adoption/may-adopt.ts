import { filter, map, type Observable } from 'rxjs'
import { composeLabels, labels } from '../../api/v1/labels.ts'
import type { HostView } from '../../engine/inventory.ts'
import type { StringMap } from '../../engine/types/string-map.ts'
import type { Store } from '../../store/objects/store.ts'
import { ourTime } from '../task/plan/engine-time.ts'
import { consentOf } from './records.ts'

interface MadeObject {
  readonly Labels?: Readonly<StringMap> | null
  /** Of a network. */
  readonly Created?: string
  /** Of a volume. */
  readonly CreatedAt?: string
}

/**
 * Whether a network or volume of a stack's name may become ours: somebody said so, and it is no other installation's, and either
 * Compose made it for this project, or it was there by then.
 */
export function mayAdopt(
  { Labels, Created, CreatedAt }: MadeObject,
  stack: string,
  { store, host }: { readonly store: Pick<Store, 'fact'>; readonly host: Pick<HostView, 'clockAheadMs'> | undefined },
): boolean {
  const said = consentOf(store, stack)
  if (!said || Labels?.[labels.installation] !== undefined) return false
  const project = Labels?.[composeLabels.project]
  if (project !== undefined) return project === stack
  return ourTime(Created ?? CreatedAt, host) <= said.at
}

/** The stacks of which that is said, as it is. */
export function consents(store: Pick<Store, 'watchFacts'>): Observable<string> {
  return store.watchFacts().pipe(
    filter(({ family, key }) => family === 'adoption' && key.startsWith('Stack/')),
    map(({ key }) => key.slice('Stack/'.length)),
  )
}

/** The labels of an object that say whose it is. */
export function ownLabels(all: Readonly<StringMap> = {}): StringMap {
  const own = Object.entries(all).filter(([key]) => key.startsWith('reconcile.dev/'))
  return Object.fromEntries(own)
}
