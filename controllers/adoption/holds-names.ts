import type { V1Service } from '../../api/v1/generated/types.ts'
import { labels } from '../../api/v1/labels.ts'
import { keyFor } from '../../api/v1/names.ts'
import type { Store } from '../../store/objects/store.ts'
import { buildTag } from '../service/target.ts'
import { declaredImage } from '../task/pin.ts'
import { adoptions, isYetToLook } from './records.ts'

/**
 * Whether the names of a service's build stay at the image that an adopted container on a node runs as that build. Also where nobody has
 * looked for such containers yet.
 */
export function holdsNames(service: V1Service, node: string, store: Pick<Store, 'get' | 'fact' | 'facts'>): boolean {
  const { name, namespace = '' } = service.metadata
  if (isYetToLook(store, namespace, name)) return true
  return [...adoptions(store).values()].some(({ node: on, labels: own }) => {
    const { [labels.stack]: stack, [labels.name]: of, [labels.task]: task } = own
    if (on !== node || stack !== namespace || of !== name || task === undefined) return false
    const running = store.get('Task', keyFor(namespace, task))
    return running === undefined || declaredImage(running) === buildTag(service)
  })
}
