import { holdReasons } from '../../api/v1/reasons.ts'
import type { Held } from './conditions.ts'
import type { Ports } from './ports.ts'

/** Who takes the step that a process which only looks leaves undone, in words to follow what is to be done. */
function whoDoesIt({ isUnattended }: Pick<Ports, 'isUnattended'>): string {
  return isUnattended
    ? 'nothing works on that: the next command for its stack does it, or `reconcile serve`'
    : 'if no command is at work on that, the next one for its stack does it, or `reconcile serve`'
}

/** The message with who takes the step, once. */
export function withWhoDoesIt(message: string, ports: Pick<Ports, 'isUnattended'>): string {
  const words = whoDoesIt(ports)
  return message.includes(words) ? message : `${message}; ${words}`
}

/** The hold that a process which only looks reports for what an engine is to be asked, such as `create the network shop_default`. */
export function notDoneYet(node: string, asked: string, ports: Pick<Ports, 'isUnattended'>): Held {
  return { node, reason: holdReasons.notDoneYet, because: withWhoDoesIt(`${node} is to ${asked}`, ports) }
}
