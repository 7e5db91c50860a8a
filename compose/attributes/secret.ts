import type { V1ConfigSpec, V1SecretSpec } from '../../api/v1/generated/types.ts'
import type { Context } from '../context.ts'
import type { Node } from '../node.ts'
import { textMap } from '../readers/key-values.ts'
import { filledPath, filledText, text } from '../readers/scalars.ts'
import type { AttributeTable } from './attribute.ts'
import { field, fieldAsWritten, refused } from './attribute.ts'
import { namedAttributes } from './external.ts'

const driver = refused('the bytes come from file or environment; drivers belong to Swarm')

const sources: AttributeTable<
  Pick<V1SecretSpec & V1ConfigSpec, 'hostName' | 'external' | 'file' | 'environment' | 'labels'>
> = {
  ...namedAttributes,
  file: field('file', filledPath),
  environment: field('environment', variableName),
  labels: field('labels', textMap('')),
  template_driver: driver,
}

/** All attributes of a top-level secret. */
export const secretAttributes: AttributeTable<V1SecretSpec> = { ...sources, driver, driver_opts: driver }

/** All attributes of a top-level config. */
export const configAttributes: AttributeTable<V1ConfigSpec> = { ...sources, content: fieldAsWritten('content', text) }

/** Reads a variable's name. Looks the variable up only to record that it is needed, so that the client sends it; drops the value (S9). */
function variableName(node: Node, context: Context): string | undefined {
  const name = filledText(node, context)
  if (name !== undefined) context.variable(name)
  return name
}
