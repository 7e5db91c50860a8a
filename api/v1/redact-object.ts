import type { ObjectOf } from './kinds.ts'
import { redactTemplate } from './redact.ts'

/** An object fit to be shown: values that look secret are `***` (S9); the same object where nothing is to hide. */
export function redactObject<T extends ObjectOf>(object: T): T {
  switch (object.kind) {
    case 'Service':
    case 'Task':
      return { ...object, spec: { ...object.spec, template: redactTemplate(object.spec.template) } }
    case 'Revision': {
      // The text may hold anything; whoever needs it reads the file.
      const { sourceText: _, ...spec } = object.spec
      return { ...object, spec: { ...spec, template: redactTemplate(spec.template) } }
    }
    default:
      return object
  }
}
