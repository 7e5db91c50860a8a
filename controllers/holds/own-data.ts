import type { V1Task } from '../../api/v1/generated/types.ts'
import type { Ports } from '../runtime/ports.ts'
import { leftTo } from '../task/left-volumes.ts'
import { onlyOn } from './left-behind.ts'

/** What of a task's data is on its node alone, in words; undefined where it begins anywhere as it would there. */
export function ownData(task: V1Task, ports: Ports): string | undefined {
  const { node = '', template } = task.spec
  const volume = onlyOn(node, task, ports)
  if (volume !== undefined) return `the data of its volume ${volume} is there`
  if (Object.keys(leftTo(task, node, ports)).length > 0) return 'the data of its anonymous volumes is there'
  const written = template.mounts?.find(({ type, readOnly }) => type === 'Bind' && readOnly !== true)
  return written && `it may write to ${written.source} of that host`
}
