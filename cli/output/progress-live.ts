import type { Outcome, StateEvent } from '../../api/v1/installation/progress.ts'
import type { Terminal } from '../terminal.ts'
import { paint } from './paint.ts'
import { progressLine } from './progress-lines.ts'
import type { Progress } from './progress.ts'
import { treeLines } from './progress-tree.ts'
import { sayOutcome } from './say-outcome.ts'
import { textWidth } from './text-width.ts'

/** Redraws periodically, as shown durations grow. */
const TICK_MS = 1_000
/** Delays drawing, so that a burst of events is drawn once. */
const DRAW_MS = 50

/** A tree of states that is redrawn in place; other events are printed as lines above it. */
export function liveProgress(terminal: Terminal, now: () => number): Progress {
  const states = new Map<string, StateEvent>()
  const colors = paint(terminal.color)
  let drawn: readonly string[] = []
  let pending: NodeJS.Timeout | undefined
  const ticking = setInterval(() => draw(), TICK_MS)
  const forget = terminal.onResize(() => draw())

  function draw(above: readonly string[] = []): void {
    clearTimeout(pending)
    pending = undefined
    const lines = treeLines(states, {
      rows: terminal.size().rows,
      columns: terminal.width(),
      now: now(),
      paint: colors,
    })
    terminal.write(
      `${erase(drawn, terminal.size().columns)}${[...above, ...lines].map((line) => `${line}\n`).join('')}`,
    )
    drawn = lines
  }

  function finish(outcome: Outcome): void {
    clearInterval(ticking)
    forget()
    draw()
    sayOutcome(terminal, outcome)
  }

  return {
    show(event) {
      if (event.type === 'state') {
        if (event.state === 'Gone' && event.parent !== undefined) states.delete(event.object)
        else states.set(event.object, event)
        pending ??= setTimeout(() => draw(), DRAW_MS)
        return
      }
      const line = event.type === 'resource' && event.change === 'unchanged' ? undefined : progressLine(event, colors)
      if (line !== undefined) draw([line])
    },
    end: finish,
  }
}

/** Moves the cursor up over the last drawing, including lines that a narrowed terminal has wrapped, and clears from there. */
function erase(drawn: readonly string[], columns: number): string {
  if (drawn.length === 0) return ''
  const rows = drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / columns)), 0)
  return `\u001b[${rows}A\r\u001b[J`
}
