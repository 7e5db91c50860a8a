import type { Installation } from '../v1/installation/installation.ts'
import { GROUP, kinds, VERSION } from '../v1/kinds.ts'
import type { ObjectRef } from '../v1/metadata.ts'
import { decodedPart } from './objects-path.ts'
import { notFound, type StatusAbout } from './refusal.ts'

/** What is asked of the process that a task runs. */
export interface TaskPath {
  readonly ref: ObjectRef
  readonly part: 'exec' | 'attach' | 'log'
}

/** Tasks have them as Kubernetes' pods do; and they are where clients look for those of pods. */
const PATH = new RegExp(
  `^(?:/apis/${GROUP}/${VERSION}/namespaces/([^/]+)/tasks|/api/v1/namespaces/([^/]+)/pods)/([^/]+)/(exec|attach|log)$`,
)

/** Whether a path asks for what a task's process does or says. */
export function isTaskPath(pathname: string): boolean {
  return PATH.test(pathname)
}

/** Reads `…/namespaces/STACK/tasks/NAME/exec`, `attach` and `log`; undefined for other paths. */
export function taskPath(pathname: string): TaskPath | undefined {
  const [, stack, alias = '', name = '', part] = PATH.exec(pathname) ?? []
  if (part === undefined) return undefined
  const ref = { kind: 'Task', namespace: decodedPart(stack ?? alias), name: decodedPart(name) } as const
  return { ref, part: part as TaskPath['part'] }
}

/** The task that a path names, in the details of what is refused. */
export function aboutTask({ ref }: TaskPath): StatusAbout {
  return { name: ref.name, group: GROUP, kind: kinds.Task.plural }
}

/** Throws where there is no such task. */
export async function refuseNoTask({ get }: Pick<Installation, 'get'>, { ref }: TaskPath): Promise<void> {
  if (!(await get(ref))) throw notFound(`${kinds.Task.plural}.${GROUP} "${ref.name}"`)
}
