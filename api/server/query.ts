import { wrong } from './fields.ts'

/** Whether a parameter is set, as Kubernetes reads it: by whatever is said but `false` and `0`, as Python's `True`. */
export function isTrue(query: URLSearchParams, name: string): boolean {
  const said = query.get(name)?.toLowerCase()
  return said !== undefined && said !== 'false' && said !== '0'
}

/** The version that is asked for; undefined where any will do. */
export function versionOf(query: URLSearchParams): string | undefined {
  const version = query.get('resourceVersion') ?? ''
  if (version === '' || version === '0') return undefined
  if (/^[1-9]\d{0,15}$/.test(version)) return version
  throw wrong('resourceVersion', 'one that a list, an object or an event had')
}

/** The number that a parameter says; undefined where it is not there. */
export function wholeNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name) ?? ''
  if (text === '') return undefined
  if (/^\d{1,10}$/.test(text)) return Number(text)
  throw wrong(name, 'a whole number from 0')
}
