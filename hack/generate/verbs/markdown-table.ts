/** The cells of the rows of the first table under a second-level heading, without its header. Throws where there is none. */
export function tableUnder(page: string, heading: string): readonly (readonly string[])[] {
  const [, section = ''] = page.split(`\n## ${heading}\n`)
  const [own = ''] = section.split('\n## ')
  const [, , ...rows] = own.split('\n').filter((line) => line.startsWith('|'))
  if (rows.length === 0) throw new Error(`there is no table under "${heading}"`)
  return rows.map((row) =>
    row
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  )
}
