import { composeLabels, labels } from '../../api/v1/labels.ts'
import type { StringMap } from '../types/string-map.ts'
import type { ContainerArgs } from './want.ts'

/** The container's labels: its own, who it is to us, and what `docker compose ps` and `logs` ask for (Compose 2.40). */
export function containerLabels(args: ContainerArgs, specHash: string): StringMap {
  const { workingDir, configFiles } = args.project ?? {}
  const own: StringMap = {
    ...args.template.labels,
    [labels.installation]: args.installation,
    [labels.stack]: args.stack,
    [labels.kind]: 'Service',
    [labels.name]: args.service,
    [labels.task]: args.task,
    [labels.specHash]: specHash,
    [composeLabels.project]: args.stack,
    [composeLabels.service]: args.service,
    [composeLabels.containerNumber]: String(args.slot),
    [composeLabels.oneoff]: 'False',
    // Compose lists only what has one; any value will do.
    [composeLabels.configHash]: specHash,
  }
  if (args.revision !== undefined) own[labels.createdByRevision] = args.revision
  if (workingDir !== undefined) own[composeLabels.workingDir] = workingDir
  if (configFiles && configFiles.length > 0) own[composeLabels.configFiles] = configFiles.join(',')
  return own
}

/** Whether two containers' labels say that they are one task's, of one installation: a container with the same is the very one that was asked for. */
export function areOfOneTask(wanted: Readonly<StringMap> = {}, found: Readonly<StringMap> = {}): boolean {
  if (wanted[labels.task] === undefined) return false
  return [labels.installation, labels.task].every((name) => wanted[name] === found[name])
}
