/** At most so many characters of a text, and a sign that more was there. */
export function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text
}
