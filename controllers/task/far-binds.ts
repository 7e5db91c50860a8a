import { groupBy } from '../../api/v1/language/group-by.ts'
import { serviceKeyOf } from '../../api/v1/names.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import { isOver } from './phase.ts'

/** A path that a service's tasks bind-mount on hosts other than this machine. */
export interface FarBind {
  readonly service: Key
  /** The index in the template's mounts. */
  readonly index: number
  readonly source: string
  readonly nodes: readonly string[]
}

/** The bind mounts of these stacks on other machines, where a path is not the one of this machine. Pure. */
export function farBindsIn(store: Store, stacks: ReadonlySet<string>): readonly FarBind[] {
  const far = new Set([...store.list('Node').keys()].filter((node) => isFar(node, store)))
  if (far.size === 0) return []
  const tasks = [...stacks].flatMap((stack) => [...store.by('Task', 'namespace', stack).values()])
  const away = tasks.filter((task) => far.has(task.spec.node ?? '') && !isOver(task))
  return [...groupBy(away, serviceKeyOf)].flatMap(([service, own]) => {
    const { mounts = [] } = store.get('Service', service)?.spec.template ?? {}
    const nodes = [...new Set(own.map(({ spec }) => spec.node ?? ''))].sort()
    return mounts.flatMap(({ type, source }, index) =>
      type === 'Bind' && source !== undefined ? [{ service, index, source, nodes }] : [],
    )
  })
}

/** Whether a node's engine is known to be on another machine. A socket counts as this machine, though it may lead elsewhere. */
function isFar(name: string, store: Store): boolean {
  const { spec, status } = store.get('Node', name) ?? {}
  const address = status?.address ?? spec?.engine?.host ?? ''
  return /^(tcp|https?):\/\//.test(address) && !/^\w+:\/\/(localhost|127\.[\d.]+|\[::1\])(:|\/|$)/.test(address)
}
