import type { V1Task } from '../../../api/v1/generated/types.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { Ports } from '../../runtime/ports.ts'

/**
 * Returns a function that appends the running hook's command to a task's message, after `words`; undefined restores the message. A hook may
 * take ten minutes, and nothing else shows what is waited for.
 */
export function tellHook(
  task: V1Task,
  words: string,
  { store, onlyLooks }: Pick<Ports, 'store' | 'onlyLooks'>,
): (command: string | undefined) => void {
  if (onlyLooks) return () => {}
  const key = keyOf(task)
  const message = store.get('Task', key)?.status?.message ?? ''
  return (command) => {
    store.update('Task', key, (draft) => {
      draft.status = {
        ...draft.status,
        message: command === undefined ? message : `${message}${words}; now \`${command}\` runs`,
      }
    })
  }
}
