import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import type { StagedTree } from '../../../api/v1/installation/requests.ts'
import { isWithin } from '../../../api/v1/language/path-within.ts'
import { keyOf, splitKey } from '../../../api/v1/names.ts'
import { isOver } from '../../../api/v1/task-phase.ts'
import { isOtherMachine } from '../../../controllers/node/this-machine.ts'
import type { PlanRun } from '../../../plan/plan.ts'
import type { Store } from '../../../store/objects/store.ts'
import { resourceIdOf } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { stagedPath } from '../request/read-request.ts'
import { type Warning, warnings } from '../warnings.ts'
import { bytesOf, placeWords } from '../watched/place.ts'
import { isSameTemplate } from './same-template.ts'

/** A push that was not yet taken, the stacks that it is about, what they are declared as with it, and how the hosts come to be so. */
export interface Replacing {
  readonly staged: StagedTree | undefined
  readonly stacks: ReadonlySet<string>
  readonly declared: Store
  readonly planned: Pick<PlanRun, 'calls' | 'store'>
}

/**
 * Warns of each single file that a push changes and a running container mounts. git puts another file in its place, and the mount goes on
 * with the one that it began with, until the container is made anew, as this very push may do for another reason. A mounted directory has
 * the new files at once.
 */
export function replacedBindWarnings(core: Core, { staged, stacks, declared, planned }: Replacing): readonly Warning[] {
  if (!staged) return []
  const services = [...stacks].flatMap((stack) => [...core.store.by('Service', 'namespace', stack).values()])
  const staying = services.filter((service) => isSameTemplate(service, declared) && staysHere(service, core, planned))
  return warnings(
    staying.flatMap((service) =>
      (service.spec.template.mounts ?? []).flatMap(({ type, source, target }, index) =>
        type === 'Bind' && source !== undefined && isReplaced(source, staged)
          ? [wordsOf(core, service, { source, target, index })]
          : [],
      ),
    ),
  )
}

/** Whether a container of the service runs on this machine, and goes on. */
function staysHere(service: V1Service, { store }: Core, planned: Replacing['planned']): boolean {
  return [...store.by('Task', 'service', keyOf(service)).values()].some((task) => {
    const node = store.get('Node', task.spec.node ?? '')
    return !isOver(task) && node !== undefined && !isOtherMachine(node) && staysIn(planned, task)
  })
}

/** A rollout makes another task, and removes this one. */
function staysIn({ calls, store }: Replacing['planned'], task: V1Task): boolean {
  const id = resourceIdOf(task)
  const isMadeAnew = calls.some(({ object, path }) => object === id && path.startsWith('/containers/create'))
  return store.get('Task', keyOf(task)) !== undefined && !isMadeAnew
}

function isReplaced(path: string, staged: StagedTree): boolean {
  if (!isWithin(path, staged.directory)) return false
  const [before, after] = [bytesOf(path), bytesOf(stagedPath(staged, path))]
  return before !== undefined && after !== undefined && !before.equals(after)
}

interface Mounted {
  readonly source: string
  readonly target: string
  readonly index: number
}

function wordsOf(core: Core, service: V1Service, { source, target, index }: Mounted): string {
  const id = `Service/${keyOf(service)}` as const
  const { name, namespace = '' } = splitKey(keyOf(service))
  const at = placeWords(core, id, `spec.template.mounts[${index}]`)
  const restart = `\`reconcile restart service/${name} -n ${namespace}\``
  return `${id} goes on with the ${source} that it has at ${target}, and not with the changed one${at}: ${restart} makes its containers anew; with a config in the place of the mount, a change is rolled out by itself`
}
