import type { RecordedCall } from './recorded-call.ts'

const LOCK = 'reconcile-lock.'
const REMOVAL = `/volumes/${LOCK}`

/**
 * The writing calls without those of stack locks, which plans don't show. Throws if a lock was taken twice, or released before the last
 * other call.
 */
export function withoutLocks(writes: readonly RecordedCall[]): readonly RecordedCall[] {
  const taken = writes.filter(takes).map(({ body }) => nameIn(body))
  const twice = taken.find((name, index) => taken.indexOf(name) !== index)
  if (twice !== undefined) throw new Error(`the lock ${twice} was taken twice`)
  const first = writes.findIndex(givesBack)
  const late = first < 0 ? undefined : writes.slice(first).find((call) => !givesBack(call))
  if (late) throw new Error(`${late.method} ${late.path} was made after a lock was given back`)
  return writes.filter((call) => !isOfLock(call))
}

/** Whether a call takes a lock or gives it back. */
export function isOfLock(call: RecordedCall): boolean {
  return takes(call) || givesBack(call)
}

function takes({ method, path, body }: RecordedCall): boolean {
  return method === 'POST' && path.startsWith('/volumes/create') && nameIn(body).startsWith(LOCK)
}

function givesBack({ method, path }: RecordedCall): boolean {
  return method === 'DELETE' && path.startsWith(REMOVAL)
}

function nameIn(body: unknown): string {
  return (body as { Name?: string } | undefined)?.Name ?? ''
}
