import { isMap } from '../../api/v1/yaml/is-map.ts'
import type { V1Dependency } from '../../api/v1/generated/types.ts'
import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { entriesOf, itemsOf } from '../node.ts'
import { texts } from '../readers/lists.ts'
import { refuse } from '../readers/reader.ts'
import { flag, oneOf, text } from '../readers/scalars.ts'
import type { ServiceDraft, Written } from '../service-draft.ts'
import type { Attribute, AttributeTable } from './attribute.ts'
import { read, field, readMapping } from './attribute.ts'

const conditions = {
  service_started: 'Started',
  service_healthy: 'Healthy',
  service_completed_successfully: 'Completed',
} as const

const dependencyAttributes: AttributeTable<V1Dependency> = {
  condition: field('condition', oneOf(conditions)),
  restart: field('restart', flag),
  required: field('required', flag),
}

/** `depends_on`: a list of services, or a map with conditions. */
export const dependsOn: Attribute<ServiceDraft> = read(
  'spec.dependsOn',
  (node, draft, context) => {
    draft.dependencies = Array.isArray(node.value) ? listed(node, context) : mapped(node, context)
  },
  dependencyAttributes,
)

function listed(node: Node, context: Context): Written<V1Dependency>[] {
  const names = new Map<string, Written<V1Dependency>>()
  for (const item of itemsOf(node)) {
    const service = isMap(item.value) ? told(item, context) : text(item, context)
    if (service !== undefined) names.set(service, { value: { service }, node: item })
  }
  return [...names.values()]
}

function told(item: Node, context: Context): undefined {
  context.error(item, 'must be the name of a service, not a map: leave all dashes out where conditions are given')
}

function mapped(node: Node, context: Context): Written<V1Dependency>[] {
  if (typeof node.value !== 'object') refuse(node, context, 'a list or a map of services')
  return entriesOf(node).map(([service, child]) => {
    const value: V1Dependency = { service }
    if (child.value !== null) readMapping(child, { table: dependencyAttributes, target: value, context })
    return { value, node: child }
  })
}

/** `links`: the service depends on the linked services, and restarts with them. */
export const links: Attribute<ServiceDraft> = read('spec.template.links', (node, draft, context) => {
  const list = texts(node, context)
  if (!list || list.length === 0) return
  context.ledger.pen(node).set(draft.spec.template, 'links', list)
  for (const item of itemsOf(node))
    imply(draft, { service: String(item.value).split(':', 1)[0] ?? '', restart: true }, item)
})

/** `volumes_from`: the service depends on the named services, not on `container:NAME`. The longest form is `service:NAME:ro`. */
export const volumesFrom: Attribute<ServiceDraft> = read('spec.template.volumesFrom', (node, draft, context) => {
  const written = texts(node, context)
  if (!written || written.length === 0) return
  const list: string[] = []
  for (const item of itemsOf(node)) {
    const from = String(item.value).replace(/^service:(?!r[ow]$)/, '')
    const [service = ''] = from.split(':', 1)
    context.ledger.pen(item).push(list, from)
    if (service !== 'container') imply(draft, { service }, item)
  }
  context.ledger.pen(node).set(draft.spec.template, 'volumesFrom', list)
})

/** `network_mode`, `pid` or `ipc`: with `service:NAME` the service depends on that one, and restarts with it. */
export function namespaceMode(field_: 'networkMode' | 'pidMode' | 'ipcMode'): Attribute<ServiceDraft> {
  return read(`spec.template.${field_}`, (node, draft, context) => {
    const mode = text(node, context)
    if (mode === undefined || mode === '') return
    context.ledger.pen(node).set(draft.spec.template, field_, mode)
    if (mode.startsWith('service:')) imply(draft, { service: mode.slice('service:'.length), restart: true }, node)
  })
}

function imply(draft: ServiceDraft, value: V1Dependency, node: Node): void {
  draft.impliedDependencies.push({ value, node })
}
