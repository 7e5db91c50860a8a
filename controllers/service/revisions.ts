import type { V1Revision } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { objectLabels } from '../../api/v1/labels.ts'
import { keyOf } from '../../api/v1/names.ts'
import { ownerReference } from '../../api/v1/owner.ts'
import type { Ports } from '../runtime/ports.ts'
import type { ServiceView, Target } from './view.ts'

/** Writes the revision of a target, if it is new, and lets the oldest go beyond the limit; those in use stay. */
export function keepRevision(view: ServiceView, target: Target, { store }: Ports): void {
  if (view.revisions.some((revision) => revision.spec.hash === target.hash)) return
  store.create('Revision', revisionOf(view, target))
  for (const old of expired(view, target)) store.delete('Revision', keyOf(old))
}

function revisionOf({ service, revisions }: ServiceView, target: Target): V1Revision {
  const { name, namespace = '' } = service.metadata
  return {
    apiVersion: API_VERSION,
    kind: 'Revision',
    metadata: {
      name: `${name}-${target.hash}`,
      namespace,
      labels: { [objectLabels.service]: name, [objectLabels.revision]: target.hash },
      ownerReferences: [ownerReference(service)],
    },
    spec: {
      service: name,
      hash: target.hash,
      number: Math.max(0, ...revisions.map((revision) => revision.spec.number)) + 1,
      template: target.template,
      contents: { ...target.contents },
      ...(target.sourceText !== undefined ? { sourceText: target.sourceText } : {}),
    },
  }
}

/** The revisions beyond the limit, oldest first, but for those that a task runs or a rollback would need. */
function expired({ service, revisions, tasks }: ServiceView, target: Target): readonly V1Revision[] {
  const limit = service.spec.revisionHistoryLimit ?? 10
  const inUse = new Set([target.hash, service.status?.currentRevision, ...tasks.map((task) => task.spec.revision)])
  const byAge = [...revisions].sort((a, b) => b.spec.number - a.spec.number)
  return byAge.slice(Math.max(0, limit - 1)).filter((revision) => !inUse.has(revision.spec.hash))
}
