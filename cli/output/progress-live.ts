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
  let above: readonly string[] = []
  let drawn: readonly string[] = []
  let pending: NodeJS.Timeout | undefined
  const ticking = setInterval(() => drawSoon(), TICK_MS)
  const forgetSize = terminal.onResize(draw)
  // What is drawn stands somewhere above what the shell wrote meanwhile.
  const forgetStops = terminal.onContinue?.(() => {
    drawn = []
    draw()
  })

  function draw(): void {
    clearTimeout(pending)
    pending = undefined
    const { columns, rows } = terminal.size()
    const lines = treeLines(states, { rows, columns: terminal.width(), now: now(), paint: colors })
    terminal.write(redrawn(drawn, [...above, ...lines], columns))
    above = []
    drawn = lines
  }

  /** In two steps, as a process that was stopped is told so behind the timers that are due. */
  function drawSoon(): void {
    pending ??= setTimeout(() => (pending = setTimeout(draw)), DRAW_MS)
  }

  function finish(outcome: Outcome): void {
    clearInterval(ticking)
    forgetSize()
    forgetStops?.()
    draw()
    sayOutcome(terminal, outcome)
  }

  return {
    show(event) {
      if (event.type === 'state') {
        if (event.state === 'Gone' && event.parent !== undefined) states.delete(event.object)
        else states.set(event.object, event)
        return drawSoon()
      }
      const line = event.type === 'resource' && event.change === 'unchanged' ? undefined : progressLine(event, colors)
      if (line === undefined) return
      above = [...above, line]
      drawSoon()
    },
    end: finish,
  }
}

/**
 * Moves the cursor up over the last drawing, including lines that a narrowed terminal has wrapped, and writes the lines over it. The rest
 * of each is cleared, and at the end what is below: tmux keeps in its history what is cleared from the top of the screen.
 */
function redrawn(drawn: readonly string[], lines: readonly string[], columns: number): string {
  const rows = drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / columns)), 0)
  return `${rows > 0 ? `\u001b[${rows}A\r` : ''}${lines.map((line) => `${toLineEnd(line, columns)}\n`).join('')}\u001b[J`
}

/** Behind a line that fills its row the cursor stands on its last character, which would be cleared. */
function toLineEnd(line: string, columns: number): string {
  const width = textWidth(line)
  return width > 0 && width % columns === 0 ? line : `${line}\u001b[K`
}
