import type { V1ObjectMeta } from '../generated/types.ts'
import type { ObjectOf } from '../kinds.ts'
import { isReservedLabel } from '../labels.ts'
import { redactMap } from './redact.ts'
import { redactContent } from './content.ts'
import { redactText } from './text.ts'
import { HIDDEN } from './secret-value.ts'
import { redactTemplate } from './template.ts'

/** Redacts an object: secret-looking values become `***` (S9). Returns the same object if there is nothing to hide. */
export function redactObject<T extends ObjectOf>(object: T): T {
  return withFields(redactSpec(object), { metadata: redactMetadata(object.metadata) } as Partial<T>)
}

function redactSpec<T extends ObjectOf>(object: T): T {
  switch (object.kind) {
    case 'Service':
    case 'Task':
      return { ...object, spec: { ...object.spec, template: redactTemplate(object.spec.template) } }
    case 'Revision': {
      const { sourceText, template, ...spec } = object.spec
      const shown = sourceText === undefined ? undefined : redactText(sourceText)
      const text = shown === undefined ? {} : { sourceText: shown }
      return { ...object, spec: { ...spec, template: redactTemplate(template), ...text } }
    }
    case 'Network': {
      const { labels, driverOpts, ipam } = object.spec
      const options = shownMap(ipam?.options)
      return withSpec(object, {
        ...{ labels: shownMap(labels), driverOpts: shownMap(driverOpts) },
        ipam: ipam && withFields(ipam, { options } as typeof ipam),
      })
    }
    case 'Volume':
      return withSpec(object, { labels: shownMap(object.spec.labels), driverOpts: shownMap(object.spec.driverOpts) })
    case 'Config': {
      const { labels, content } = object.spec
      return withSpec(object, {
        labels: shownMap(labels),
        content: content === undefined ? undefined : redactContent(content),
      })
    }
    case 'Secret':
    case 'Node':
      return withSpec(object, { labels: shownMap(object.spec.labels) })
    default:
      return object
  }
}

/** The annotation in which kubectl keeps the whole last manifest. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

function redactMetadata(metadata: V1ObjectMeta): V1ObjectMeta {
  const { [LAST_APPLIED]: applied, ...others } = metadata.annotations ?? {}
  const whole = applied === undefined ? {} : { [LAST_APPLIED]: redactManifest(applied) }
  const annotations = metadata.annotations && withFields(metadata.annotations, { ...shownMap(others), ...whole })
  return withFields(metadata, { labels: shownMap(metadata.labels), annotations } as V1ObjectMeta)
}

/** The result must stay JSON, as kubectl parses it again. */
function redactManifest(text: string): string {
  try {
    const { spec = {}, ...rest } = JSON.parse(text) as Partial<ObjectOf>
    const object = { ...rest, spec } as ObjectOf
    const shown = JSON.stringify(redactObject(object))
    return shown === JSON.stringify(object) ? text : `${shown}\n`
  } catch {
    return HIDDEN
  }
}

/** Redacts labels, annotations or options. Those of this program contain no secrets and stay. */
function shownMap<M extends Record<string, string> | undefined>(map: M): M {
  if (!map) return map
  const theirs = Object.entries(map).filter(([name]) => !isReservedLabel(name))
  return theirs.length === 0 ? map : withFields(map, redactMap(Object.fromEntries(theirs)) as Partial<M & object>)
}

function withSpec<T extends ObjectOf>(object: T, fields: object): T {
  return withFields(object, { spec: withFields(object.spec, fields) } as Partial<T>)
}

/** Replaces fields of a value; returns the same value if no field changes. */
function withFields<T extends object>(value: T, fields: Partial<T>): T {
  const changed = Object.entries(fields).filter(([name, field]) => field !== (value as Record<string, unknown>)[name])
  return changed.length === 0 ? value : { ...value, ...Object.fromEntries(changed) }
}
