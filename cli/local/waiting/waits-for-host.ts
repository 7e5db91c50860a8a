import type { V1Service } from '../../../api/v1/generated/types.ts'
import { listNames } from '../../../api/v1/list-names.ts'
import { nameOf, tasksOf, type WaitView } from './wait-view.ts'

/** Who waits for a host that does not answer, to end a message, and what goes on without it, to end a remedy. */
export interface WaitsForHost {
  readonly who: string
  readonly otherwise: string
}

/** Which services have tasks on a node that does not answer, and what runs these elsewhere where other nodes do. Pure. */
export function waitsForHost(node: string, view: Pick<WaitView, 'objects' | 'tasks' | 'othersAnswer'>): WaitsForHost {
  const isThere = (service: V1Service) => tasksOf(service, view.tasks).some(({ spec }) => spec.node === node)
  const services = view.objects.filter((object): object is V1Service => object.kind === 'Service' && isThere(object))
  const [first] = services
  if (!first) return { who: '', otherwise: '' }
  const who = `; ${listNames(services.map(nameOf))} ${services.length === 1 ? 'waits' : 'wait'} for it`
  if (!view.othersAnswer) return { who, otherwise: '' }
  const { name, namespace } = first.metadata
  const restart = `\`reconcile restart ${name} -n ${namespace}\``
  const otherwise = `; while \`reconcile serve\` runs, what has no data there goes to other nodes once ${node} is lost, and with ${restart} what may leave its data behind`
  return { who, otherwise }
}
