import type { Ports } from './ports.ts'

/** Who takes the step that a process which only looks leaves undone, in words to follow what is to be done. */
export function whoDoesIt({ isUnattended }: Pick<Ports, 'isUnattended'>): string {
  return isUnattended
    ? 'nothing works on that: the next command for its stack does it, or `reconcile serve`'
    : 'if no command is at work on that, the next one for its stack does it, or `reconcile serve`'
}
