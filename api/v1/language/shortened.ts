/** A text cut to `most` characters, with `…` if it was longer. */
export function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text
}
