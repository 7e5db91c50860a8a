import type { FieldPath } from '../../api/v1/provenance.ts'
import { formatPath } from '../../api/v1/validation/validation-error.ts'
import type { Attribute, AttributeTable } from './attribute.ts'
import { fileAttributes } from './file.ts'

/** An attribute of a Compose file, by its full path such as `services.deploy.replicas`. */
export interface ComposeAttribute {
  readonly path: string
  readonly attribute: Attribute<never>
  /** The field of our resources that it becomes, or its effect in words; absent for a refused attribute. */
  readonly becomes?: string
}

/** All attributes that the loader knows, in the order of its tables, each before the attributes below it. */
export function composeAttributes(): ComposeAttribute[] {
  return below(fileAttributes, { path: '', becomes: '' })
}

/**
 * The keys below a service of the attribute that becomes this field, as `deploy`, `replicas` of `spec.replicas`; of what is in a list those of
 * the list. Undefined where none does.
 */
export function attributeOf(field: FieldPath): FieldPath | undefined {
  const end = field.findIndex((key) => typeof key === 'number')
  const becomes = formatPath(end < 0 ? field : field.slice(0, end))
  const found = composeAttributes().find((each) => each.becomes === becomes && isWritten(each.path))
  return found?.path.split('.').slice(1)
}

/** Whether an attribute of a service is the usual one of those that become the same. */
function isWritten(path: string): boolean {
  return /^services\.(?!scale$|env_file$|pre_start\.|deploy\.restart_policy$)/.test(path)
}

function below(attributes: AttributeTable<never>, over: { path: string; becomes: string }): ComposeAttribute[] {
  return Object.entries(attributes).flatMap(([name, attribute]): ComposeAttribute[] => {
    const path = over.path === '' ? name : `${over.path}.${name}`
    if (attribute.kind !== 'read') return [{ path, attribute }]
    const becomes = joined(over.becomes, attribute.becomes)
    return [{ path, attribute, becomes }, ...below(attribute.below ?? {}, { path, becomes })]
  })
}

/** The full field of an attribute below another: `own` after `over`, except where `own` is complete already, or is words. */
function joined(over: string, own: string): string {
  if (own === '.') return over
  const isWhole = over === '' || /^(spec|metadata)\b/.test(own) || own === '' || own.includes(' ')
  if (isWhole) return own
  return /^[A-Z]/.test(over) ? `spec.${own}` : `${over}.${own}`
}
