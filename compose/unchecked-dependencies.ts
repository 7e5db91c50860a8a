import { isChecked } from '../api/v1/is-checked.ts'
import type { Context } from './context.ts'
import type { ServiceDraft } from './service-draft.ts'

/** Warns of `service_healthy` of a service whose health check is off. That an image has none is not known here. */
export function tellUnchecked(services: readonly ServiceDraft[], context: Context): void {
  const isOff = ({ spec: { template } }: ServiceDraft) => template.healthcheck !== undefined && !isChecked(template)
  const off = new Set(services.filter(isOff).map(({ name }) => name))
  for (const { dependencies } of services)
    for (const { value, node } of dependencies)
      if (value.condition === 'Healthy' && off.has(value.service)) {
        const message =
          'has its health check off, so that it counts as healthy once it runs: write service_started, or a check'
        context.warn(node, message, value.service)
      }
}
