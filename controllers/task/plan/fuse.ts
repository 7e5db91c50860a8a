import type { DriftView, TaskView } from '../view.ts'

/** Whether a difference caused a recreation before in this generation, so that it causes no other. */
export function isFused({ fused }: Pick<TaskView, 'fused'>, { field, fuse = field }: DriftView): boolean {
  return fused.includes(fuse)
}

/** The differences that stay because only another recreation would mend them, in words. */
export function driftLeft({ task: { metadata, spec }, drift, fused }: TaskView): readonly string[] {
  if (fused.length === 0) return none
  const left = drift.filter((each) => each.heal.by === 'recreate' && isFused({ fused }, each))
  if (left.length === 0) return none
  const remedy = `\`reconcile restart service/${spec.service} -n ${metadata.namespace}\` makes another one`
  return [`${left.map(({ message }) => message).join(', ')}: a new container was made for that before, and ${remedy}`]
}

const none: readonly string[] = []
