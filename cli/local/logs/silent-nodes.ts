import type { LogEntry } from '../../../api/v1/installation/answers.ts'
import type { Merged } from './merge-by-time.ts'

/** Tracks hosts that do not answer while they are read. */
export interface SilentNodes {
  /** It is not known yet whether it answers. */
  delays(node: string): void
  breaks(node: string, because: string): void
  answers(node: string): void
}

/** Emits one notice when a host lets wait, one when it breaks off, and one when it answers again. `rest`: what is to come of it then. */
export function silentNodes(merged: Merged<LogEntry>, rest: string): SilentNodes {
  const silent = new Set<string>()
  const late = new Set<string>()
  const say = (node: string, words: string) =>
    merged.say({ source: node, stream: 'stderr', notice: true, text: `node ${node} ${words}` })
  return {
    delays(node) {
      if (late.has(node)) return
      late.add(node)
      say(node, 'does not answer yet: what the others wrote is shown once it does, or fails to')
    },
    breaks(node, because) {
      if (silent.has(node)) return
      silent.add(node)
      say(node, `does not answer: ${because}; ${rest}`)
    },
    answers(node) {
      if (silent.delete(node)) say(node, 'answers again')
    },
  }
}
