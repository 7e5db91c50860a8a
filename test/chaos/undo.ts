import type { V1Service } from '../../api/v1/generated/types.ts'
import { stableJson } from '../../api/v1/language/hash.ts'
import { annotations } from '../../api/v1/labels.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { Rollback, rollbackOf } from '../../cli/local/undo/rollback.ts'
import { bringBack } from '../../cli/local/undo/undo.ts'
import { takenFrom } from '../../controllers/scheduler/host-claim.ts'
import { pick } from '../support/draw.ts'
import { servicesOf, withService } from '../support/generate-change.ts'
import type { Happening } from './events.ts'
import type { Chaos } from './run.ts'

/** The event that somebody rolls a service back. `decide` selects the revision: the product's function, or a faulty one. */
export function undoing(decide: typeof rollbackOf): Happening {
  return { name: 'undo', weight: 2, act: (chaos) => undo(chaos, decide) }
}

function undo(chaos: Chaos, decide: typeof rollbackOf): string {
  const services = servicesOf(chaos.declared)
  if (services.length === 0 || chaos.life.isDead()) return 'nothing there'
  const service = pick(chaos.random, services)
  const { name, namespace = '' } = service.metadata
  const { store } = chaos.installation.ports
  const core = { store, clock: chaos.world.clock }
  const rollback = decide(core, { kind: 'Service', namespace, name }, undefined)
  const { number } = rollback.revision.spec
  if (rollback.isThere) return `${rollback.key} is at ${number}`
  if (isPortTaken(rollback, services)) return `${rollback.key} had a port at ${number} that is another's now`
  bringBack(core, rollback)
  judge(chaos, rollback)
  const { template } = rollback.wanted.spec
  chaos.declare(withService(chaos.declared, { ...service, spec: { ...service.spec, template } }))
  return `${rollback.key} to ${number}: ${stableJson(template)}`
}

/** Whether the old template would claim a host port twice, so that the service could not be ready. */
function isPortTaken({ key, service, wanted }: Rollback, services: readonly V1Service[]): boolean {
  if (wanted.spec.template.ports && service.spec.replicas !== 1) return true
  const claimOf = takenFrom(wanted)
  return services.some((other) => keyOf(other) !== key && claimOf?.(other) !== undefined)
}

/** Checks, without the product's code, that the rollback changes the template, and to one that was declared before. */
function judge(chaos: Chaos, { key, service, wanted }: Rollback): void {
  const [before, after] = [service, wanted].map(({ spec }) => stableJson(spec.template)) as [string, string]
  const [pinned, pinnedThen] = [service, wanted].map(({ metadata }) => metadata.annotations?.[annotations.image])
  if (before === after && pinned === pinnedThen) chaos.violate(`an undo of ${key} changed nothing`)
  if (!chaos.templates.get(keyOf(service))?.has(after)) chaos.violate(`an undo of ${key} made up ${after}`)
}
