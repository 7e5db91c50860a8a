import { isMap } from '../yaml/is-map.ts'

/** Whether parsed JSON is a plan that `plan --out` kept. */
export function isKeptPlan(value: unknown): boolean {
  if (!isMap(value)) return false
  const { version, files, manifests, calls } = value
  const areNamed = Array.isArray(files) && files.every((file) => typeof file === 'string')
  return version === 1 && areNamed && Array.isArray(calls) && isMap(manifests)
}
