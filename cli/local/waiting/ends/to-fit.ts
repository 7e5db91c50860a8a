import type { ObjectOf } from '../../../../api/v1/kinds.ts'

/** The remedy for what fits on no node. An update that starts first needs room beside its old task, where that needs none. */
export function toFit(object: ObjectOf): string {
  const ways = ['correct what it asks of its node', 'make room on one or end its drain', 'declare one that fits']
  const { updateStrategy } = object.kind === 'Service' ? object.spec : {}
  const isBesideOld = object.kind === 'Service' && (object.status?.readyReplicas ?? 0) > 0
  if (isBesideOld && updateStrategy?.order === 'StartFirst')
    ways.push('let the old task stop first (`order: StopFirst`, in Compose `stop-first`)')
  return `${ways.slice(0, -1).join(', ')}, or ${ways.at(-1)}`
}
