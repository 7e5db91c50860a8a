import type { Finding } from '../doctor/finding.ts'
import type { Paint } from './paint.ts'
import { plainText } from './plain-text.ts'
import { alignRow, widthsOf } from './table.ts'

/** One line per finding, the remedy under it, and a summary at the end. */
export function doctorLines(findings: readonly Finding[], paint: Paint): string[] {
  const cells = findings.map(({ level, check, message }) => [level, check, plainText(message)])
  const widths = widthsOf(cells)
  const colours = { ok: paint.good, warning: paint.busy, failure: paint.bad }
  const lines = findings.flatMap(({ level, remedy }, index) => {
    const line = alignRow(cells[index] ?? [], widths).slice(level.length)
    const next = remedy === undefined ? [] : [alignRow(['', '', `next: ${plainText(remedy)}`], widths)]
    return [`${colours[level](level)}${line}`, ...next]
  })
  return [...lines, '', sum(findings, paint)]
}

function sum(findings: readonly Finding[], { good, busy, bad }: Paint): string {
  const count = (level: Finding['level']) => findings.filter((each) => each.level === level).length
  const words = (number: number, noun: string) => (number === 0 ? [] : [`${number} ${noun}${number === 1 ? '' : 's'}`])
  const said = [...words(count('failure'), 'failure'), ...words(count('warning'), 'warning')].join(', ')
  if (count('failure') > 0) return bad(said)
  return said === '' ? good('all is well') : busy(said)
}
