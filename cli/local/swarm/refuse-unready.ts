import type { V1Node, V1Service } from '../../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { isContent, type ObjectOf } from '../../../api/v1/kinds.ts'
import { describeRef, refOf } from '../../../api/v1/metadata.ts'
import { meets } from '../../../controllers/scheduler/constraints.ts'
import { parseConstraint } from '../../../api/v1/placement-constraint.ts'
import { contentsOf } from '../open/contents.ts'
import type { Core } from '../open/core.ts'

/** Throws if the content of a Secret or Config is missing, before anything is ended in the swarm. */
export async function refuseWithoutBytes(core: Core, objects: readonly ObjectOf[]): Promise<void> {
  const contents = await contentsOf(core, { makesKey: false })
  const missing: string[] = []
  for (const object of objects) {
    // Contents from variables come with the request.
    if (!isContent(object) || object.spec.environment !== undefined) continue
    const content = await contents.read(object)
    if (!content.found) missing.push(`${describeRef(refOf(object))}: ${content.because}`)
  }
  if (missing.length === 0) return
  throw new InstallationError(exits.failed, `nothing was moved, as bytes are not here: ${missing.join('; ')}`, {
    remedy: 'give them, and run this again',
  })
}

/** Throws if no node meets a service's placement, before the swarm's is ended. */
export function refuseWithoutNode(nodes: readonly V1Node[], services: readonly V1Service[]): void {
  for (const service of services)
    for (const text of service.spec.placement?.constraints ?? []) {
      const constraint = parseConstraint(text)
      if (!constraint || nodes.some((node) => meets(node, constraint))) continue
      throw new InstallationError(exits.failed, `no Node is as ${describeRef(refOf(service))} asks: ${text}`, {
        remedy: 'give a Node that label in its manifest, or take the constraint out; nothing of the service was moved',
      })
    }
}
