import type { Command } from 'commander'
import { usageError } from '../usage.ts'

/** Options for which an empty value has a meaning. */
const MAY_BE_EMPTY: ReadonlySet<string> = new Set(['selector', 'fieldSelector', 'entrypoint', 'reason'])

/**
 * Refuses empty option values, such as `-f "$FILE"` with an unset variable. An empty path would be the current directory, an empty server
 * this machine.
 */
export function refuseEmpty(command: Command): void {
  for (const option of command.options) {
    const value: unknown = command.getOptionValue(option.attributeName())
    const isEmpty = value === '' || (Array.isArray(value) && value.includes(''))
    if (isEmpty && !MAY_BE_EMPTY.has(option.attributeName()))
      throw usageError(
        `${[option.short, option.long].filter(Boolean).join(', ')} was given an empty value`,
        'write one, or leave the option out; a shell gives it that of a variable that is not set',
      )
  }
  if (command.parent) refuseEmpty(command.parent)
}
