import type { V1Service } from '../../../../api/v1/generated/types.ts'
import { listNames } from '../../../../api/v1/language/list-names.ts'
import { isGlobal } from '../../../../api/v1/service-mode.ts'
import { volumesOf } from '../../../../api/v1/template-refs.ts'
import { hasEnded } from '../../../../api/v1/task-phase.ts'
import { restartCommand } from '../../../../controllers/service/restart.ts'
import { engineRemedy, unreachedWords } from '../../../engine-remedy.ts'
import type { Fault } from './faults.ts'
import { nameOf, servicesAmong, tasksOf, type WaitView } from '../view/wait-view.ts'

/** Faults for hosts that do not answer: who waits for each, and what goes on without it. Pure. */
export function silentFaults(
  silent: WaitView['silent'],
  view: Waiting,
  what: "can't be reached" | 'did not answer in time',
): readonly Fault[] {
  return silent.map(({ node, because, ...why }): Fault => {
    const say = () => {
      const { who, otherwise } = waitsForHost(node, view)
      return {
        message: `${unreachedWords({ node, because, ...why }, what)}${who}${view.placeOf?.(`Node/${node}`) ?? ''}`,
        remedy: `${engineRemedy(why, node)}; what was asked for is kept, and the next apply or serve goes on with it${otherwise}`,
      }
    }
    return { id: `Node/${node}`, name: `node ${node}`, say }
  })
}

type Waiting = Pick<WaitView, 'objects' | 'tasks' | 'othersAnswer' | 'placeOf'>

/** The end of a message: who waits for a host; and the end of its remedy: what goes on without it. */
interface WaitsForHost {
  readonly who: string
  readonly otherwise: string
}

/** The words for a host: which services have tasks there, and how these come to run elsewhere while other nodes answer. */
function waitsForHost(node: string, view: Waiting): WaitsForHost {
  const isThere = (service: V1Service) =>
    tasksOf(service, view.tasks).some((task) => task.spec.node === node && !hasEnded(task))
  const services = servicesAmong(view.objects).filter(isThere)
  if (services.length === 0) return { who: '', otherwise: '' }
  const who = `; ${listNames(services.map(nameOf))} ${services.length === 1 ? 'waits' : 'wait'} for it`
  // One task of a Global service belongs to each node, and goes to no other.
  const goingElsewhere = services.filter(({ spec }) => !isGlobal(spec))
  if (!view.othersAnswer || goingElsewhere.length === 0) return { who, otherwise: '' }
  const otherwise = `; while \`reconcile serve\` runs, what has no data there goes to other nodes once ${node} is lost`
  return { who, otherwise: `${otherwise}${andMoved(goingElsewhere)}` }
}

/** What a restart moves, and what it does not: an empty volume elsewhere would help nobody. */
function andMoved(services: readonly V1Service[]): string {
  const stays = ({ spec }: V1Service) => volumesOf(spec.template).length > 0
  const movable = services.find((service) => !stays(service))
  const moves = movable ? `, and with ${restartCommand(movable)} what may leave its data behind` : ''
  const volumes =
    'a volume that is only there keeps what mounts it: if the host is gone for good, docs/hosts.md says how to go on, under "To give a host up"'
  return services.some(stays) ? `${moves}; ${volumes}` : moves
}
