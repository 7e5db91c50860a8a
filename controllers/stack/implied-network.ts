import { API_VERSION } from '../../api/v1/kinds.ts'
import { objectLabels } from '../../api/v1/labels.ts'
import { keyFor } from '../../api/v1/names.ts'
import { IMPLICIT_NETWORK } from '../../api/v1/references.ts'
import type { Store } from '../../store/objects/store.ts'
import { networksOf } from '../../api/v1/template-refs.ts'

/**
 * Creates the stack's `default` network while a service uses it and nobody declared it, and removes it afterwards. A declared one is left
 * alone.
 */
export function impliedNetwork(stack: string, store: Store): void {
  const key = keyFor(stack, IMPLICIT_NETWORK)
  const network = store.get('Network', key)
  const services = [...store.by('Service', 'namespace', stack).values()]
  const wanted = services.some(({ spec }) => networksOf(spec.template).includes(IMPLICIT_NETWORK))
  if (wanted && !network) {
    const metadata = { name: IMPLICIT_NETWORK, namespace: stack, labels: { [objectLabels.implied]: 'true' } }
    store.create('Network', { apiVersion: API_VERSION, kind: 'Network', metadata, spec: {} })
  }
  const ours = network?.metadata.labels?.[objectLabels.implied] === 'true' && !network.metadata.deletionTimestamp
  if (!wanted && ours) store.delete('Network', key)
}
