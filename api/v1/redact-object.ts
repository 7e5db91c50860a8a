import type { ObjectOf } from './kinds.ts'
import { redactText } from './redact-text.ts'
import { redactMap, redactTemplate } from './redact.ts'

/** An object fit to be shown: values that look secret are `***` (S9); the same object where nothing is to hide. */
export function redactObject<T extends ObjectOf>(object: T): T {
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
    case 'Volume':
    case 'Network':
      return withOptions(object, object.spec.driverOpts)
    default:
      return object
  }
}

function withOptions<T extends ObjectOf>(object: T, options: Record<string, string> | undefined): T {
  return options ? { ...object, spec: { ...object.spec, driverOpts: redactMap(options) } } : object
}
