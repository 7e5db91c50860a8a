import { stringify } from 'yaml'

/** Formats a value as YAML without folded lines and anchors, as kubectl does. */
export function yamlText(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd()
}
