import { composeConditions } from '../../api/v1/compose-conditions.ts'
import type { V1Dependency } from '../../api/v1/generated/types.ts'
import { composeLabels, labels } from '../../api/v1/labels.ts'
import type { StringMap } from '../types/string-map.ts'
import type { ContainerArgs } from './want.ts'

/** The labels of a container: declared ones, our identity labels, and those that `docker compose ps` and `logs` look for (Compose 2.40). */
export function containerLabels(args: ContainerArgs, specHash: string): StringMap {
  const { workingDir, configFiles, dependsOn } = args.project ?? {}
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
    // Compose only lists containers with this label; any value will do.
    [composeLabels.configHash]: specHash,
  }
  if (args.revision !== undefined) own[labels.createdByRevision] = args.revision
  if (workingDir !== undefined) own[composeLabels.workingDir] = workingDir
  if (configFiles && configFiles.length > 0) own[composeLabels.configFiles] = configFiles.join(',')
  if (dependsOn && dependsOn.length > 0) own[composeLabels.dependsOn] = dependsOn.map(dependencyLine).join(',')
  return own
}

function dependencyLine({ service, condition = 'Started', restart = false }: V1Dependency): string {
  return `${service}:${composeConditions[condition]}:${restart}`
}

/** Whether two containers belong to one task of one installation by their labels: then the existing one is the one asked for. */
export function areOfOneTask(wanted: Readonly<StringMap> = {}, found: Readonly<StringMap> = {}): boolean {
  if (wanted[labels.task] === undefined) return false
  return [labels.installation, labels.task].every((name) => wanted[name] === found[name])
}
