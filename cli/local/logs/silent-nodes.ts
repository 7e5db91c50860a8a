import type { LogEntry } from '../../../api/v1/installation/answers.ts'
import type { Merged } from './merge-by-time.ts'

/** Tracks hosts that broke off while followed. */
export interface SilentNodes {
  breaks(node: string, because: string): void
  answers(node: string): void
}

/** Emits one notice when a host breaks off, and one when it answers again. */
export function silentNodes(merged: Merged<LogEntry>): SilentNodes {
  const silent = new Set<string>()
  const say = (node: string, words: string) => {
    const lane = merged.open()
    void lane.push({ source: node, stream: 'stderr', notice: true, text: `node ${node} ${words}` })
    lane.end()
  }
  return {
    breaks(node, because) {
      if (silent.has(node)) return
      silent.add(node)
      say(node, `does not answer: ${because}; what its containers write follows once it does`)
    },
    answers(node) {
      if (silent.delete(node)) say(node, 'answers again')
    },
  }
}
