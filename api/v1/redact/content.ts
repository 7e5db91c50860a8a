import { looksSecret, redactAssigned } from './redact.ts'
import { HIDDEN } from './secret-value.ts'

/**
 * A name at the start of a line or of an entry, or behind a user, and what stands between it and its value: `requirepass x`, `# token: x`,
 * `{"key": "x"`, `login me password x`.
 */
const SETTING =
  /(?:^\W*(?:user[ \t]+\S+[ \t]+)?|\blogin[ \t]+\S+[ \t]+|[{,]\s*["']?)(\w[\w.-]*)["']?(?:\s*[:=>]{1,2}\s*|[ \t]+)(?=\S)/g

/** What is to be replaced yet stays as it is written, and so does the path of a file: no password in letters and digits has a dot in it so. */
const IN_PLAIN = /^["']?(?:\$\{\w+\}|(?:\/[\w-][\w.-]*)+\/[\w-]+\.[a-z]{2,5})["']?[,;]?$/
/** Where nginx and Apache pass on what they are asked: an address, and no password. */
const PASSED_TO =
  /^(?:(?:proxy|fastcgi|uwsgi|scgi|grpc|memcached)_pass[ \t]+[^\s;]+;[\s}]*$|ProxyPass(?:Match|Reverse)?[ \t]+["']?[/!^])/
/** Quoted, and hidden before: what stands behind it goes on. */
const HIDDEN_BEFORE = /^["']\*{3}["']/

/** What begins a text of several lines in YAML. */
const BLOCK = /^[|>][-+\d]{0,2}\s*(?:#.*)?$/

/** A configuration file's text fit to be shown: beside what is hidden in any text, each line from the value of a name that looks secret on (S9). */
export function redactContent(text: string): string {
  let block = Infinity // how deep the name of a hidden block stands
  return redactAssigned(text)
    .split('\n')
    .map((line) => {
      const depth = line.search(/\S/)
      if (depth < 0) return line
      if (depth > block) return line.slice(0, depth) + HIDDEN
      const at = hiddenFrom(line)
      const isBlock = at !== undefined && BLOCK.test(line.slice(at))
      block = isBlock ? depth : Infinity
      return at === undefined || isBlock ? line : line.slice(0, at) + HIDDEN
    })
    .join('\n')
}

/** Where the value of a name that looks secret begins in a line; undefined for none that is to be hidden yet. */
function hiddenFrom(line: string): number | undefined {
  for (const { 0: found, 1: name = '', index } of line.matchAll(SETTING)) {
    const value = line.slice(index + found.length)
    if (PASSED_TO.test(line.slice(index + found.lastIndexOf(name)))) continue
    if (looksSecret(name) && !IN_PLAIN.test(value) && !HIDDEN_BEFORE.test(value)) return index + found.length
  }
  return undefined
}
