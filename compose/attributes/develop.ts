import { isMap } from '../../api/v1/yaml/is-map.ts'
import type { Context } from '../context.ts'
import type { DevelopEntry } from '../develop-rules.ts'
import { childOf, itemsOf, type Node } from '../node.ts'
import { absolutePath } from '../paths.ts'
import type { ServiceDraft } from '../service-draft.ts'
import { type Attribute, read } from './attribute.ts'

/** `develop`: kept as written and checked only when it is watched. An apply ignores it, as `docker compose up` does. */
export const develop: Attribute<ServiceDraft> = read(
  'what `reconcile watch` and `reconcile serve --develop` do',
  (node, draft, context) => {
    const watch = childOf(node, 'watch')
    const entries = watch ? itemsOf(watch).flatMap((item) => entryOf(item, context)) : []
    if (entries.length > 0) draft.develop = entries
  },
)

function entryOf({ value }: Node, context: Context): readonly DevelopEntry[] {
  if (!isMap(value)) return []
  const { path } = value
  return [typeof path === 'string' && path !== '' ? { ...value, path: absolutePath(path, context) } : value]
}
