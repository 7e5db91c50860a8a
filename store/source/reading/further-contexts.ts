import { serviceContext } from '../../../api/v1/build-context.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { keyFor, keyOf } from '../../../api/v1/names.ts'
import { errorAt, type Manifest, type ManifestError } from '../../../api/v1/provenance.ts'

/**
 * The errors of builds that use a service of another file as a build context. The hash of a build includes those of its contexts, and
 * another file may be read later, or change without this one.
 */
export function contextErrors(manifests: readonly Manifest<ObjectOf>[]): ManifestError[] {
  const services = new Set(manifests.flatMap(({ object }) => (object.kind === 'Service' ? [keyOf(object)] : [])))
  return manifests.flatMap(({ object, provenance }) => {
    const { additionalContexts = {} } = object.kind === 'Service' ? (object.spec.template.build ?? {}) : {}
    return Object.entries(additionalContexts).flatMap(([name, from]): ManifestError[] => {
      const service = serviceContext(from)
      if (service === undefined || services.has(keyFor(object.metadata.namespace, service))) return []
      const path = ['spec', 'template', 'build', 'additionalContexts', name]
      const message = `is of service ${service}, which this file does not declare: write both into one file`
      return [errorAt(provenance, path, message)]
    })
  })
}
