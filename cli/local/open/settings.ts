import { defaultSettings as defaults, type Settings } from '../../../api/v1/settings.ts'
import { didYouMean } from '../../../api/v1/validation/nearest.ts'
import { usageError } from '../../usage.ts'

/**
 * The settings, with overrides from RECONCILE_SETTINGS: `quietMs=100,relistMs=60000`. For tests, and for the rare host that needs other
 * timings.
 */
export function settingsFrom(env: Readonly<Record<string, string | undefined>>): Settings {
  const text = env['RECONCILE_SETTINGS'] ?? ''
  const pairs = text.split(',').filter((pair) => pair.trim() !== '')
  const changed = pairs.map((pair) => {
    const [name = '', value = ''] = pair.split('=').map((part) => part.trim())
    if (!Object.hasOwn(defaults, name))
      throw usageError(
        `RECONCILE_SETTINGS: ${pair} is no setting${didYouMean(name, Object.keys(defaults))}`,
        `name one of ${Object.keys(defaults).join(', ')}, as quietMs=100`,
      )
    if (!/^\d+(\.\d+)?$/.test(value))
      throw usageError(
        `RECONCILE_SETTINGS: ${name} is a number, not ${JSON.stringify(value)}`,
        `write it as ${name}=${defaults[name as keyof Settings]}`,
      )
    return [name, Number(value)] as const
  })
  return Object.freeze({ ...defaults, ...Object.fromEntries(changed) })
}
