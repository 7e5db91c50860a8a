import { stripVTControlCharacters } from 'node:util'

/** The successive screens of a terminal's output, without colours. Each was drawn over the one before it. */
export function screensOf(output: string): readonly (readonly string[])[] {
  const screens: string[][] = []
  let lines: string[] = []
  // To redraw, the live tree moves the cursor up over its lines, and clears the screen from there.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of a terminal
  for (const part of output.split(/\u001b\[(?=\d+A\r\u001b\[J)/)) {
    const up = /^(\d+)A/.exec(part)?.[1]
    if (up !== undefined) lines = lines.slice(0, Math.max(0, lines.length - Number(up)))
    const drawn = part.replace(/^\d+A\r/, '').replaceAll('\r', '')
    lines = [...lines, ...stripVTControlCharacters(drawn).replace(/\n$/, '').split('\n')]
    screens.push(lines)
  }
  return screens
}

/** The screen with the most lines: the one with the most tasks in progress. */
export function fullest(screens: readonly (readonly string[])[]): readonly string[] {
  return screens.reduce((best, screen) => (screen.length > best.length ? screen : best), [])
}

/** Shortens output: at most `most` indented lines after each heading, and no line wider than WIDTH. */
export function shortened(lines: readonly string[], most: number): string[] {
  let below = 0
  return lines.flatMap((line) => {
    below = /^ /.test(line) ? below + 1 : 0
    if (below > most + 1) return []
    return below > most ? ['  …'] : [line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line]
  })
}

/** The width of a page, in characters. */
export const WIDTH = 108
