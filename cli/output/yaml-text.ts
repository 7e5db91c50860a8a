import { stringify } from 'yaml'

/** A value as YAML without folded lines and anchors, as kubectl prints it. */
export function yamlText(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd()
}
