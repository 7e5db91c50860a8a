import type { ContainerView } from '../view.ts'

/** Whether a container's end was no failure of its own: somebody stopped it, watched or not, or its engine ended. */
export function wasStopped({ stoppedByHand, stoppedUnseen, endedWithEngine }: ContainerView): boolean {
  return stoppedByHand || stoppedUnseen === true || endedWithEngine === true
}
