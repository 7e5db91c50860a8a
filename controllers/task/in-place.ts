import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { containerBody } from '../../engine/container/body.ts'
import type { WantedContainer } from '../../engine/container/want.ts'
import { inPlaceUpdate } from '../../engine/normalise/in-place.ts'
import { networksOf } from './template-refs.ts'

/** Whether a container of one template becomes one of the other by an update, without a new container. Pure. */
export function changesInPlace(from: V1TaskTemplate, to: V1TaskTemplate): boolean {
  return inPlaceUpdate(abstractly(from), abstractly(to)).by !== 'recreate'
}

/** The container of a template, on no host in particular: only the differences count. */
function abstractly(template: V1TaskTemplate): WantedContainer {
  const networks = networksOf(template).map((network) => ({ network, name: network, id: network }))
  const nobody = { installation: 'any', stack: 'any', service: 'any', slot: 1, task: 'any', name: 'any' }
  return containerBody({ ...nobody, template, networks, apiVersion: '1.51' })
}
