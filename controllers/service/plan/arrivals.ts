import { isRetiring } from '../../../api/v1/task-phase.ts'
import type { ServiceAction } from '../plan.ts'
import { retireAll } from './retire.ts'
import { desiredCount } from '../slots.ts'
import type { AdoptableContainer, ServiceView } from '../view.ts'

/**
 * Plans the adoption of containers. Containers that others made are taken over first. Superseded ones, those of a service that is deleted,
 * and stopped surplus ones where enough tasks are left, are adopted as retiring, so that their tasks do not heal them first. Pure.
 */
export function arrivalsOf(view: ServiceView): readonly ServiceAction[] {
  const { takes = [], adoptable, tasks, service, nodes } = view
  if (takes.length > 0)
    return takes.map((take) => ({ do: 'take', take, because: 'what others made for the stack is to be ours' }))
  const staying = [...tasks.filter((task) => !isRetiring(task)), ...adoptable.filter(({ surplus }) => !surplus)].length
  const isEnough = staying >= desiredCount(service, nodes)
  return adoptable
    .filter(({ undecided }) => undecided === undefined)
    .flatMap((container) => {
      const outrun = tasks.filter(({ metadata }) => container.outruns?.includes(metadata.name))
      return [
        arrival(container, { isEnough, isEnding: service.metadata.deletionTimestamp !== undefined }),
        ...retireAll(outrun, `${container.task} is on ${container.node} in its place`),
      ]
    })
}

function arrival(
  container: AdoptableContainer,
  { isEnough, isEnding }: { readonly isEnough: boolean; readonly isEnding: boolean },
): ServiceAction {
  const { superseded, surplus } = container
  const because = superseded === undefined ? 'its labels say it is ours' : `it is superseded: ${superseded}`
  const isToGo = isEnding || superseded !== undefined || (surplus && isEnough)
  return { do: 'adopt', container, because, ...(isToGo ? { retired: true } : {}) }
}
