import { filter, map, type Observable } from 'rxjs'
import { composeLabels, labels } from '../../api/v1/labels.ts'
import type { HostView } from '../../engine/inventory.ts'
import type { StringMap } from '../../engine/types/string-map.ts'
import type { Store } from '../../store/objects/store.ts'
import { ourTime } from '../task/plan/engine-time.ts'
import { consentOf } from './records.ts'

interface MadeObject {
  readonly Labels?: Readonly<StringMap> | null
  /** Set for networks. */
  readonly Created?: string
  /** Set for volumes. */
  readonly CreatedAt?: string
}

/**
 * Whether a network or volume under a stack's name may be adopted. The stack's adoption was asked for, no other installation has labelled
 * the object, and either Compose made it for this project or it existed by the time of the consent.
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

/** The stacks whose consent to adoption is given or withdrawn, as that happens. */
export function consents(store: Pick<Store, 'watchFacts'>): Observable<string> {
  return store.watchFacts().pipe(
    filter(({ family, key }) => family === 'adoption' && key.startsWith('Stack/')),
    map(({ key }) => key.slice('Stack/'.length)),
  )
}

/** The reconcile.dev labels of an object, which say who owns it. */
export function ownLabels(all: Readonly<StringMap> = {}): StringMap {
  const own = Object.entries(all).filter(([key]) => key.startsWith('reconcile.dev/'))
  return Object.fromEntries(own)
}
