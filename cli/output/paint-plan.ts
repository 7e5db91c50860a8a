import type { Paint } from './paint.ts'

/** Colours a plan's lines by their marks (`+` created, `~` changed, `-` deleted, `!` failed), with bold heads and faint reasons. */
export function paintPlan(lines: readonly string[], paint: Paint): string[] {
  return lines.map((line) => {
    if (/^\S.*:$/.test(line)) return paint.strong(line)
    const [, indent, mark = '', rest = ''] = /^( +)([+~!-])( .*)$/.exec(line) ?? []
    if (indent === undefined) return line
    const at = rest.indexOf('   # ')
    const [said, why] = at < 0 ? [rest, ''] : [rest.slice(0, at), rest.slice(at)]
    return `${indent}${byMark(mark, paint)(`${mark}${said}`)}${why === '' ? '' : paint.faint(why)}`
  })
}

function byMark(mark: string, { good, busy, bad }: Paint): (text: string) => string {
  if (mark === '+') return good
  return mark === '~' ? busy : bad
}
