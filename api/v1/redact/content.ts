import { looksSecret, redactAssigned } from './redact.ts'
import { HIDDEN } from './secret-value.ts'

/** A name at the start of a line or of an entry, and what stands between it and its value: `requirepass x`, `# token: x`, `{"key": "x"`. */
const SETTING = /(?:^\W*|[{,]\s*["']?)(\w[\w.-]*)["']?(?:\s*[:=>]{1,2}\s*|[ \t]+)(?=\S)/g

/** What is to be replaced yet stays as it is written. */
const REFERENCE = /^["']?\$\{\w+\}["']?[,;]?$/

/** A configuration file's text fit to be shown: beside what is hidden in any text, each line from the value of a name that looks secret on (S9). */
export function redactContent(text: string): string {
  return redactAssigned(text).split('\n').map(redactLine).join('\n')
}

function redactLine(line: string): string {
  for (const { 0: found, 1: name = '', index } of line.matchAll(SETTING))
    if (looksSecret(name) && !REFERENCE.test(line.slice(index + found.length)))
      return line.slice(0, index + found.length) + HIDDEN
  return line
}
