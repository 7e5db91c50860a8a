import type { V1Task } from '../../api/v1/generated/types.ts'
import { writtenPaths } from '../../api/v1/template-refs.ts'
import type { Known } from '../data/pinned-volumes.ts'
import { leftTo } from '../task/act/left-volumes.ts'

/** What data of a task is on its node but in no named volume, in words: elsewhere the task starts without it. */
export function unnamedData(task: V1Task, ports: Known): string | undefined {
  const { node = '', template } = task.spec
  if (Object.keys(leftTo(task, node, ports)).length > 0) return 'the data of its anonymous volumes is there'
  const [written] = writtenPaths(template)
  return written && `it may write to ${written} of that host`
}
