/** So many characters are kept at most: enough for what comes to many watches at about the same time. */
const MOST_CHARACTERS = 16_000_000

/** Objects as JSON, each state once however many ask for it. What was asked for before much else is forgotten, and made anew. */
export function jsonOnce(most = MOST_CHARACTERS): (object: object) => string {
  let known = new WeakMap<object, string>()
  let length = 0
  return (object) => {
    let text = known.get(object)
    if (text !== undefined) return text
    text = JSON.stringify(object)
    length += text.length
    if (length > most) {
      known = new WeakMap()
      length = text.length
    }
    known.set(object, text)
    return text
  }
}
