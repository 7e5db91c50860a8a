import { API_VERSION, type Kind } from '../../../api/v1/kinds.ts'

/** One document of a manifest, of the stack `shop` unless another is named. */
export function manifest(kind: Kind, name: string, { stack = 'shop', ...spec }: Record<string, unknown> = {}): string {
  const namespace = kind === 'Node' ? {} : { namespace: stack }
  return JSON.stringify({ apiVersion: API_VERSION, kind, metadata: { name, ...namespace }, spec }, undefined, 1)
}

/** A file of several documents. */
export function manifests(...documents: readonly string[]): string {
  return documents.map((document) => `${document}\n`).join('---\n')
}

/** A service that sleeps until it is stopped, and stops at once; `template` adds to its task template. */
export function sleeper(
  name: string,
  { template = {}, ...spec }: { template?: object } & Record<string, unknown> = {},
) {
  const base = { image: 'busybox:1.36', command: ['sleep', '100000'], stopGracePeriodSeconds: 0 }
  return manifest('Service', name, { ...spec, template: { ...base, ...template } })
}
