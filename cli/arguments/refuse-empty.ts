import type { Command } from 'commander'
import { usageError } from '../usage.ts'

/** To whom nothing is a value as well: no selection, no entrypoint, no words. */
const MAY_BE_EMPTY: ReadonlySet<string> = new Set(['selector', 'fieldSelector', 'entrypoint', 'reason'])

/**
 * Refuses options that were given no text, as `-f "$FILE"` of a variable that nobody set: as a path it would be the directory that one
 * is in, as a server this machine.
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
