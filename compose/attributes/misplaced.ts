import type { FieldPath } from '../../api/v1/provenance.ts'
import { nearest } from '../../api/v1/validation/nearest.ts'
import { serviceKeys } from '../generations/known.ts'
import type { AttributeTable } from './attribute.ts'

/** What to do about an attribute that its place does not have: where else it belongs, or what was meant. */
export function hintFor(name: string, path: FieldPath, table: AttributeTable<never>): string {
  const belongs = belongsTo(name, path) ?? belongsBelow(name, path, table)
  if (belongs !== undefined) return belongs
  const near = nearest(name, Object.keys(table))
  return near === undefined ? 'take it out, or begin it with x- to keep a note of your own' : `did you mean ${near}?`
}

/** Whether a path is that of a service whose name is an attribute's: then a level is missing. */
export function isLevelMissing(path: FieldPath): boolean {
  const [section, name = ''] = path.map(String)
  return section === 'services' && path.length === 2 && isOfService(name)
}

const sections = ['services', 'networks', 'volumes', 'secrets', 'configs', 'include']

function belongsTo(name: string, path: FieldPath): string | undefined {
  const [section = '', service = '', attribute] = path.map(String)
  if (path.length === 1)
    return isOfService(name) ? 'it is one of a service: write it in that, below services:' : undefined
  if (section !== 'services') return undefined
  if (path.length === 3 && sections.includes(service))
    return `${service} is read as the name of a service: write it at the top of the file, and not below services:`
  if (path.length === 3) return sections.includes(name) ? 'it is of the top of a file: write it there' : undefined
  return isOfService(name) ? `it is one of the service: write it beside ${attribute}, and not below` : undefined
}

function isOfService(name: string): boolean {
  return serviceKeys.first.has(name) || serviceKeys.later.has(name)
}

/** What is written in lists, whose items have names such as `target` that mean nothing by themselves. */
const listed = new Set(
  'ports volumes configs secrets devices env_file gpus pre_start post_start pre_stop develop blkio_config'.split(' '),
)

function belongsBelow(name: string, path: FieldPath, table: AttributeTable<never>): string | undefined {
  if (path.length === 1) return undefined
  let level: readonly (readonly [path: string, table: AttributeTable<never>])[] = [['', table]]
  while (level.length > 0) {
    const next = level.flatMap(([at, each]) =>
      Object.entries(each).flatMap(([key, attribute]) =>
        attribute.kind === 'read' && attribute.below && !listed.has(key)
          ? [[`${at}${key}.`, attribute.below] as const]
          : [],
      ),
    )
    const found = next.find(([, below]) => Object.hasOwn(below, name))
    if (found) return `did you mean ${found[0]}${name}?`
    level = next
  }
  return undefined
}
