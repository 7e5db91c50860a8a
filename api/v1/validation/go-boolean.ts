/** Whether a text is a boolean in Go's notation, as engines parse it. */
export function isGoBoolean(text: string): boolean {
  return /^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(text)
}
