import { isChecked } from '../../api/v1/is-checked.ts'
import { replicaOf } from './replica.ts'
import type { ServiceView } from './view.ts'

/**
 * Says that a service which is there to serve has ended: a task completed, though it publishes ports or checks its health. Its restart
 * policy lets it, as one has that Compose files say nothing of; under `Never` it may end. Undefined where none has.
 */
export function endedOf(view: ServiceView): string | undefined {
  if (mayEnd(view)) return undefined
  const { service, tasks } = view
  const { metadata, spec } = service
  const { template } = spec
  const serves =
    (template.ports ?? []).length > 0 ? 'publishes ports' : isChecked(template) ? 'checks its health' : undefined
  const task = serves && tasks.find((each) => replicaOf(each).completed && !replicaOf(each).retiring)
  if (!task) return undefined
  const { name, namespace } = metadata
  const again = `nothing starts it again but \`reconcile restart ${name} -n ${namespace}\``
  return `${task.metadata.name} ended with 0, though it ${serves}: ${again}; \`restart: always\` keeps it up, and \`restart: "no"\` says that it may end`
}

/** Whether a service is declared as one that may end: it is meant to, or its restart policy starts nothing again. */
export function mayEnd({ service: { spec }, toEnd }: Pick<ServiceView, 'service' | 'toEnd'>): boolean {
  return toEnd === true || spec.template.restartPolicy?.condition === 'Never'
}
