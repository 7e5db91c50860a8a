import { wrong } from './fields.ts'

/** Whether a parameter is set, as clients of Kubernetes say it. */
export function isTrue(query: URLSearchParams, name: string): boolean {
  return query.get(name) === 'true' || query.get(name) === '1'
}

/** The number that a parameter says; undefined where it is not there. */
export function wholeNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name) ?? ''
  if (text === '') return undefined
  if (/^\d{1,10}$/.test(text)) return Number(text)
  throw wrong(name, 'a whole number from 0')
}
