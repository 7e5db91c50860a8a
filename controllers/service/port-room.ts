import type { V1Port, V1Service } from '../../api/v1/generated/types.ts'
import { isGlobal } from '../../api/v1/service-mode.ts'

/** Why no new task can stand beside the old one, as it takes ports of its host; undefined where these have room for both. Pure. */
export function crowdedPorts(service: V1Service, parallelism: number): string | undefined {
  const published = publishedBy(service)
  if (published.some((port) => roomOf(port) === 1)) return 'one task at a time can have its host port'
  const needed = mostAtOnce(service, parallelism)
  const narrow = published.find((port) => roomOf(port) < needed)
  if (!narrow) return undefined
  const range = `${narrow.hostPort}-${narrow.hostPortEnd}`
  return `its host ports ${range} have room for ${roomOf(narrow)} tasks, and ${needed} would have to have one`
}

/**
 * Whether the next tasks of an update that starts first wait until those before are gone: one keeps its port for as long as it takes to
 * stop. A range with room for an old one, its successor and one more of each slot needs none of that. Pure.
 */
export function awaitsPorts(service: V1Service): boolean {
  return publishedBy(service).some((port) => roomOf(port) < 3 * mostOf(service))
}

/** What takes ports of the host that the manifest chose. */
function publishedBy({ spec }: V1Service): readonly V1Port[] {
  return spec.template.ports?.filter(({ hostPort = 0 }) => hostPort !== 0) ?? []
}

/** How many tasks of a host can have it: from a range for one port the engine takes a free one. */
function roomOf({
  hostPort = 0,
  hostPortEnd = hostPort,
  containerPort,
  containerPortEnd = containerPort,
}: V1Port): number {
  return containerPortEnd === containerPort ? hostPortEnd - hostPort + 1 : 1
}

/** How many tasks one host may have in an update: the old ones, and new ones beside as many of these as are in work at a time. */
function mostAtOnce(service: V1Service, parallelism: number): number {
  const present = mostOf(service)
  return present + Math.min(parallelism, present)
}

/** How many it may have otherwise. */
function mostOf({ spec }: V1Service): number {
  const { maxReplicasPerNode = 0 } = spec.placement ?? {}
  const limit = maxReplicasPerNode === 0 ? Number.POSITIVE_INFINITY : maxReplicasPerNode
  return isGlobal(spec) ? 1 : Math.min(spec.replicas ?? 1, limit)
}
