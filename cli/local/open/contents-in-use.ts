import { usersIndex } from '../../../controllers/delivery/used.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { Contents } from '../../../store/contents/contents.ts'
import type { Store } from '../../../store/objects/store.ts'

/**
 * Contents whose hashes are those that tasks use, even if the source has changed since. A read-only command does not act on changes, and
 * would otherwise show a rollout that nobody performs.
 */
export function contentsInUse(contents: Contents, store: Pick<Store, 'by'>): Contents {
  return {
    ...contents,
    async read(object, copy) {
      const content = await contents.read(object, copy)
      if (copy !== undefined) return content
      const users = store.by('Task', usersIndex[object.kind], keyOf(object)).values()
      const used = [...users].flatMap(({ spec }) => spec.contents?.[`${object.kind}/${object.metadata.name}`] ?? [])
      const hash = used.at(-1)
      return content.found && hash !== undefined && !used.includes(content.hash) ? { ...content, hash } : content
    },
  }
}
