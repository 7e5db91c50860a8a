import { ownValue } from '../v1/language/own-value.ts'
import { keyFor } from '../v1/names.ts'
import { objectsPath } from './objects-path.ts'
import { taskPath } from './task-path.ts'

/** What somebody asked for and may not have. */
export interface RefusedRequest {
  readonly verb: string
  /** `Kind/stack/name`, of one that names an object. */
  readonly object?: string
  readonly refused: string
}

/** What a request asks for, as the audit log calls it: verbs are those of the command line, or of single objects. */
export function askedFor(method: string, pathname: string): Omit<RefusedRequest, 'refused'> {
  const [, verb] = /^\/reconcile\/(.+)$/.exec(pathname) ?? []
  if (verb !== undefined) return { verb: ownValue(LONGER, verb) ?? verb }
  const task = read(() => taskPath(pathname))
  if (task) return { verb: task.part, object: `${task.ref.kind}/${keyFor(task.ref.namespace, task.ref.name)}` }
  const path = read(() => objectsPath(pathname))
  const written = WRITES[method] ?? method.toLowerCase()
  return path?.name === undefined
    ? { verb: written }
    : { verb: written, object: `${path.kind}/${keyFor(path.stack, path.name)}` }
}

const LONGER: Readonly<Record<string, string>> = {
  retry: 'rollout retry',
  undo: 'rollout undo',
  secret: 'secret create',
}

const WRITES: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'update', DELETE: 'delete' }

/** A path that can't be read names nothing. */
function read<T>(of: () => T): T | undefined {
  try {
    return of()
  } catch {
    return undefined
  }
}
