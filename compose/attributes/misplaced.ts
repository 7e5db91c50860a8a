import type { FieldPath } from '../../api/v1/provenance.ts'
import { nearest } from '../../api/v1/validation/nearest.ts'
import { isMap } from '../../api/v1/yaml/is-map.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { serviceKeys } from '../generations/known.ts'
import type { Node } from '../node.ts'
import { childOf, entriesOf } from '../node.ts'
import type { AttributeTable } from './attribute.ts'

/** What to do about an attribute that the map it is in does not have: where else it belongs, or what was meant. */
export function hintFor(name: string, parent: Node, table: AttributeTable<never>): string {
  const names = { ...otherNames, ...driverNames[String(parent.path[0])] }
  const other = Object.hasOwn(names, name) ? names[name] : undefined
  if (other !== undefined && Object.hasOwn(table, /^\w+/.exec(other)?.[0] ?? '')) return `did you mean ${other}?`
  const belongs = belongsTo(name, parent) ?? belongsBelow(name, parent, table)
  if (belongs !== undefined) return belongs
  const near = nearest(name, Object.keys(table))
  return near === undefined ? 'take it out, or begin it with x- to keep a note of your own' : `did you mean ${near}?`
}

/** What other tools call an attribute by. */
const otherNames: Readonly<Record<string, string>> = {
  cmd: 'command',
  env: 'environment',
  name: 'container_name',
  network: 'networks',
  uid: 'user',
  workdir: 'working_dir',
}

/** What is said of a driver or its options where they are listed, by section. */
const driverNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  networks: { type: 'driver' },
  volumes: { device: 'driver_opts.device', o: 'driver_opts.o', type: 'driver_opts.type' },
}

/** Whether a path is that of a service whose name is an attribute's: then a level is missing. */
export function isLevelMissing(path: FieldPath): boolean {
  const [section, name = ''] = path.map(String)
  return section === 'services' && path.length === 2 && isOfService(name)
}

const sections = ['services', 'networks', 'volumes', 'secrets', 'configs', 'include']

function belongsTo(name: string, parent: Node): string | undefined {
  const [section, , attribute] = parent.path.map(String)
  const depth = parent.path.length
  if (depth === 0) return isOfService(name) ? 'it is one of a service: write it in that, below services:' : undefined
  if (section === 'secrets' && depth === 2 && name === 'content')
    return 'a secret takes file or environment, as its bytes are not to stand in this file'
  if (section !== 'services') return undefined
  if (depth === 2) return besideAttributes(name, parent)
  if (name === 'external') return OF_THE_TOP
  return isOfService(name) ? `it is one of the service: write it beside ${attribute}, and not below` : undefined
}

const OF_THE_TOP = 'it is of a network, volume, secret or config: write it in that, at the top of the file'

function besideAttributes(name: string, parent: Node): string | undefined {
  const service = String(parent.path[1])
  if (sections.includes(service) && !entriesOf(parent).some(([key]) => isOfService(key)))
    return `${service} is read as the name of a service: write it at the top of the file, and not below services:`
  if (looksLikeService(childOf(parent, name)?.value))
    return `it looks like a service, indented a level too deep: put it beside ${service}`
  if (name === 'external') return OF_THE_TOP
  return sections.includes(name) ? 'it is of the top of a file: write it there' : undefined
}

function looksLikeService(value: YamlValue | undefined): boolean {
  return isMap(value) && ('image' in value || 'build' in value)
}

function isOfService(name: string): boolean {
  return serviceKeys.first.has(name) || serviceKeys.later.has(name)
}

/** What is written in lists, whose items have names such as `target` that mean nothing by themselves. */
const listed = new Set(
  'ports volumes configs secrets devices env_file gpus pre_start post_start pre_stop develop blkio_config'.split(' '),
)

/** What stands between an attribute and those below it, where its value is a map by names, or a list. */
const between: Readonly<Record<string, string>> = {
  networks: '.NAME',
  depends_on: '.NAME',
  ulimits: '.NAME',
  config: '[0]',
  preferences: '[0]',
  generic_resources: '[0]',
}

function belongsBelow(name: string, parent: Node, table: AttributeTable<never>): string | undefined {
  if (parent.path.length === 0) return undefined
  let level: readonly (readonly [path: string, table: AttributeTable<never>])[] = [['', table]]
  while (level.length > 0) {
    const next = level.flatMap(([at, each]) =>
      Object.entries(each).flatMap(([key, attribute]) =>
        attribute.kind === 'read' && attribute.below && !listed.has(key)
          ? [[`${at}${key}${between[key] ?? ''}.`, attribute.below] as const]
          : [],
      ),
    )
    const found = next.find(([, below]) => Object.hasOwn(below, name))
    if (found) return `did you mean ${found[0]}${name}?`
    level = next
  }
  return undefined
}
