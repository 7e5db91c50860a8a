import { padded, textWidth } from './text-width.ts'

const GAP = 3

/** Formats rows like kubectl: upper-case heads, columns padded to their widest cell, no padding after the last one. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const lines = [heads.map((head) => head.toUpperCase()), ...rows]
  const widths = widthsOf(lines)
  return lines.map((cells) => alignRow(cells, widths))
}

/** The width of each column. */
export function widthsOf(lines: readonly (readonly string[])[]): number[] {
  const widths: number[] = []
  for (const cells of lines)
    for (const [index, cell] of cells.entries()) widths[index] = Math.max(widths[index] ?? 0, textWidth(cell))
  return widths
}

/** Formats one row, with cells padded to the widths. */
export function alignRow(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, index) => (index === cells.length - 1 ? cell : padded(cell, (widths[index] ?? 0) + GAP)))
    .join('')
    .trimEnd()
}
