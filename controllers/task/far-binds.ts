import type { V1Service } from '../../api/v1/generated/types.ts'
import { groupBy } from '../../api/v1/language/group-by.ts'
import { serviceKeyOf } from '../../api/v1/names.ts'
import { writtenPaths } from '../../api/v1/template-refs.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import { isOtherMachine, isThisMachine } from '../node/this-machine.ts'
import { rulesOut } from '../scheduler/filters.ts'
import { isOver } from '../../api/v1/task-phase.ts'

/** A path that a service's tasks bind-mount on hosts other than this machine. */
export interface FarBind {
  readonly service: Key
  /** The index in the template's mounts. */
  readonly index: number
  readonly source: string
  readonly nodes: readonly string[]
  /** Whether they may write to it. */
  readonly isWritten: boolean
  /** Why none of them may run on this machine, in words; absent where one may. */
  readonly because?: string
}

/** The bind mounts of these stacks on other machines, where a path is not the one of this machine. Pure. */
export function farBindsIn(store: Store, stacks: ReadonlySet<string>): readonly FarBind[] {
  const far = new Set([...store.list('Node')].flatMap(([name, node]) => (isOtherMachine(node) ? [name] : [])))
  if (far.size === 0) return []
  const tasks = [...stacks].flatMap((stack) => [...store.by('Task', 'namespace', stack).values()])
  const away = tasks.filter((task) => far.has(task.spec.node ?? '') && !isOver(task))
  return [...groupBy(away, serviceKeyOf)].flatMap(([key, own]) => {
    const service = store.get('Service', key)
    if (!service) return []
    const written = writtenPaths(service.spec.template)
    const because = keptOffThisMachine(service, store)
    const nodes = [...new Set(own.map(({ spec }) => spec.node ?? ''))].sort()
    return (service.spec.template.mounts ?? []).flatMap(({ type, source, readOnly }, index): FarBind[] => {
      if (type !== 'Bind' || source === undefined) return []
      const isWritten = readOnly !== true && written.includes(source)
      return [{ service: key, index, source, nodes, isWritten, ...(because === undefined ? {} : { because }) }]
    })
  })
}

/** Why tasks of a service can't run on this machine, where paths beside its manifest are; undefined where they can. */
function keptOffThisMachine(service: V1Service, store: Store): string | undefined {
  const here = [...store.list('Node').values()].filter(isThisMachine)
  const closed = here.flatMap((node) => {
    const why = rulesOut(node, service)
    return why === undefined ? [] : [`${node.metadata.name}, which is this machine, does not take it (${why})`]
  })
  if (here.length === 0) return 'no node is this machine'
  return closed.length === here.length ? closed[0] : undefined
}
