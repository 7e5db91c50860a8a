/** Whether engines read true or false in a text. */
export function isGoBoolean(text: string): boolean {
  return /^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(text)
}
