import type { DriftView, TaskView } from '../view.ts'

/** Whether a difference forced a new container before in this generation: it does so no second time. */
export function isFused({ fused }: Pick<TaskView, 'fused'>, { field, fuse = field }: DriftView): boolean {
  return fused.includes(fuse)
}

/** What differs and stays so, as only a new container would mend it, in words. */
export function driftLeft({ task: { metadata, spec }, drift, fused }: TaskView): readonly string[] {
  if (fused.length === 0) return none
  const left = drift.filter((each) => each.heal.by === 'recreate' && isFused({ fused }, each))
  if (left.length === 0) return none
  const remedy = `\`reconcile restart service/${spec.service} -n ${metadata.namespace}\` makes another one`
  return [`${left.map(({ message }) => message).join(', ')}: a new container was made for that before, and ${remedy}`]
}

const none: readonly string[] = []
