const words: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  y: true,
  on: true,
  false: false,
  no: false,
  n: false,
  off: false,
}

/** The boolean that a word such as yes or off stands for, in any case; undefined for other words. */
export function booleanWord(text: string): boolean | undefined {
  const word = text.toLowerCase()
  return Object.hasOwn(words, word) ? words[word] : undefined
}
