import { stripVTControlCharacters } from 'node:util'

/** What a terminal showed: each picture that was drawn over the one before, without colours. */
export function screensOf(output: string): readonly (readonly string[])[] {
  const screens: string[][] = []
  let lines: string[] = []
  // The live tree moves up over what it drew, and clears from there.
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

/** The picture with most lines: the one in which most is under way. */
export function fullest(screens: readonly (readonly string[])[]): readonly string[] {
  return screens.reduce((best, screen) => (screen.length > best.length ? screen : best), [])
}

/** Lines with what is below each head cut after so many, and none wider than a page. */
export function shortened(lines: readonly string[], most: number): string[] {
  let below = 0
  return lines.flatMap((line) => {
    below = /^ /.test(line) ? below + 1 : 0
    if (below > most + 1) return []
    return below > most ? ['  …'] : [line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line]
  })
}

/** How wide a page is. */
export const WIDTH = 108
