import type { V1Service } from '../../../api/v1/generated/types.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import { volumesOf } from '../../../api/v1/template-refs.ts'
import { nameOf, servicesAmong, tasksOf, type WaitView } from './wait-view.ts'

/** Who waits for a host that does not answer, to end a message, and what goes on without it, to end a remedy. */
export interface WaitsForHost {
  readonly who: string
  readonly otherwise: string
}

/** Which services have tasks on a node that does not answer, and what runs these elsewhere where other nodes do. Pure. */
export function waitsForHost(node: string, view: Pick<WaitView, 'objects' | 'tasks' | 'othersAnswer'>): WaitsForHost {
  const isThere = (service: V1Service) => tasksOf(service, view.tasks).some(({ spec }) => spec.node === node)
  const services = servicesAmong(view.objects).filter(isThere)
  if (services.length === 0) return { who: '', otherwise: '' }
  const who = `; ${listNames(services.map(nameOf))} ${services.length === 1 ? 'waits' : 'wait'} for it`
  if (!view.othersAnswer) return { who, otherwise: '' }
  const otherwise = `; while \`reconcile serve\` runs, what has no data there goes to other nodes once ${node} is lost`
  return { who, otherwise: `${otherwise}${andMoved(services)}` }
}

/** What a restart moves, and what it does not: an empty volume elsewhere helps nobody. */
function andMoved(services: readonly V1Service[]): string {
  const stays = ({ spec }: V1Service) => volumesOf(spec.template).length > 0
  const movable = services.find((service) => !stays(service))
  const moves = movable
    ? `, and with \`reconcile restart ${movable.metadata.name} -n ${movable.metadata.namespace}\` what may leave its data behind`
    : ''
  const volumes =
    'a volume that is only there keeps what mounts it: if the host is gone for good, docs/hosts.md says how to go on, under "To give a host up"'
  return services.some(stays) ? `${moves}; ${volumes}` : moves
}
