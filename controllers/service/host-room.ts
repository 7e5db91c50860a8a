import type { V1Port, V1Service } from '../../api/v1/generated/types.ts'
import { fixedAddressesOf } from '../../api/v1/fixed-address.ts'
import { isGlobal } from '../../api/v1/service-mode.ts'

/** Why a new task can't run beside the old one: it needs an address or port that the host has no other of; undefined where it can. Pure. */
export function crowdedHost(service: V1Service, parallelism: number): string | undefined {
  const [fixed] = fixedAddressesOf(service.spec.template)
  if (fixed) return `one task at a time can have the address ${fixed.address} on the network ${fixed.network}`
  return crowdedPorts(service, parallelism)
}

function crowdedPorts(service: V1Service, parallelism: number): string | undefined {
  const published = publishedBy(service)
  if (published.some((port) => roomOf(port) === 1)) return 'one task at a time can have its host port'
  const needed = mostAtOnce(service, parallelism)
  const narrow = published.find((port) => roomOf(port) < needed)
  if (!narrow) return undefined
  const range = `${narrow.hostPort}-${narrow.hostPortEnd}`
  return `its host ports ${range} have room for ${roomOf(narrow)} tasks, and ${needed} would have to have one`
}

/**
 * Whether a start-first update must wait until old tasks are gone before it begins further slots: a stopping task keeps its port. False
 * where the port range has room for three tasks per slot: the old one, its successor and one more. Pure.
 */
export function awaitsPorts(service: V1Service): boolean {
  return publishedBy(service).some((port) => roomOf(port) < 3 * mostOf(service))
}

/** The ports whose host port the manifest fixes. */
function publishedBy({ spec }: V1Service): readonly V1Port[] {
  return spec.template.ports?.filter(({ hostPort = 0 }) => hostPort !== 0) ?? []
}

/** How many tasks on one host can publish the port: the engine picks a free host port from a range only for a single container port. */
function roomOf({
  hostPort = 0,
  hostPortEnd = hostPort,
  containerPort,
  containerPortEnd = containerPort,
}: V1Port): number {
  return containerPortEnd === containerPort ? hostPortEnd - hostPort + 1 : 1
}

/** How many tasks one host may have during an update: the old ones, and as many new ones as are in work at a time. */
function mostAtOnce(service: V1Service, parallelism: number): number {
  const present = mostOf(service)
  return present + Math.min(parallelism, present)
}

/** How many tasks one host may have outside of updates. */
function mostOf({ spec }: V1Service): number {
  const { maxReplicasPerNode = 0 } = spec.placement ?? {}
  const limit = maxReplicasPerNode === 0 ? Number.POSITIVE_INFINITY : maxReplicasPerNode
  return isGlobal(spec) ? 1 : Math.min(spec.replicas ?? 1, limit)
}
