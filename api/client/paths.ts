import { GROUP, kinds, type Kind, VERSION } from '../v1/kinds.ts'
import type { ObjectRef } from '../v1/metadata.ts'
import type { ListQuery } from '../v1/installation/requests.ts'

/** The path of a kind's objects, in one stack or all. */
export function listPath(
  kind: Kind,
  { stack, selector }: ListQuery,
  more: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams({ ...(selector === undefined ? {} : { labelSelector: selector }), ...more })
  const text = query.toString()
  return `${basePath(kind, stack)}${text === '' ? '' : `?${text}`}`
}

/** The path of one object. */
export function objectPath({ kind, namespace, name }: ObjectRef): string {
  return `${basePath(kind, namespace)}/${encodeURIComponent(name)}`
}

function basePath(kind: Kind, stack: string | undefined): string {
  const { plural, scope } = kinds[kind]
  const within = stack === undefined || scope === 'Cluster' ? '' : `namespaces/${encodeURIComponent(stack)}/`
  return `/apis/${GROUP}/${VERSION}/${within}${plural}`
}
