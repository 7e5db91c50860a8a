import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { keyFor, serviceKeyOf } from '../../../api/v1/names.ts'
import { present } from '../../../engine/container/present.ts'
import type { Ports } from '../../runtime/ports.ts'
import { builtTemplate } from '../../service/target.ts'
import { builtFromIn } from './build-args.ts'

/** The names of the images that a service's build starts from and that services of its stack build. */
export function baseNames(service: V1Service, serviceOf: (name: string) => V1Service | undefined): readonly string[] {
  return (builtFromIn(service.metadata.annotations) ?? []).flatMap((name) => {
    const base = serviceOf(name)
    return base?.spec.template.build ? (builtTemplate(base).build?.tags ?? []) : []
  })
}

/**
 * A task for each image that a task's build starts from and that a service of its stack builds, as if it ran that service on its node; in
 * build order.
 */
export function baseTasks(task: V1Task, { store }: Pick<Ports, 'store'>): readonly V1Task[] {
  const { metadata, spec } = task
  const names = builtFromIn(store.get('Service', serviceKeyOf(task))?.metadata.annotations) ?? []
  return names.flatMap((service): V1Task[] => {
    const base = store.get('Service', keyFor(metadata.namespace, service))
    if (!base?.spec.template.build || isBeingDeleted(base)) return []
    const { slot, node } = spec
    return [{ ...task, spec: { service, slot, template: builtTemplate(base), ...present({ node }) } }]
  })
}

/** Whether a node has one image under all names of a build; undefined if one of the names was not looked up yet. */
export function isBuilt({ spec }: V1Task, { inventory }: Pick<Ports, 'inventory'>): boolean | undefined {
  const found = tagsOf(spec).map((name) => inventory.image(spec.node ?? '', name))
  if (found.includes(undefined)) return undefined
  const ids = new Set(found.map((image) => (image === undefined || image === 'absent' ? undefined : image.Id)))
  return ids.size === 1 && !ids.has(undefined)
}

/** All names of a build: those that Dockerfiles may use, and the tag that stands for its sources. */
export function tagsOf({ template }: V1Task['spec']): readonly string[] {
  return template.build?.tags ?? []
}
