import { targetOf } from '../../controllers/service/target.ts'
import type { Store } from '../../store/objects/store.ts'
import { originIn } from '../../store/source/acceptance/origins.ts'
import { aRevision } from './builders.ts'

/** Creates the Revision of the present template of `shop/NAME`, as the service loop would, for tests without that loop. */
export function keepRevisionOf(store: Store, name = 'web'): void {
  const service = store.get('Service', `shop/${name}`)
  const target = service && targetOf(service, () => undefined)
  const number = store.list('Revision').size + 1
  if (!target || store.get('Revision', `shop/${name}-${target.hash}`)) return
  const { hash, template } = target
  const text = originIn(store, `Service/shop/${name}`)?.text
  const spec = { service: name, number, hash, template, ...(text === undefined ? {} : { sourceText: text }) }
  store.create('Revision', { ...aRevision(hash), metadata: { name: `${name}-${hash}`, namespace: 'shop' }, spec })
}
