import { looksSecret, redactAssigned } from './redact.ts'
import { HIDDEN } from './secret-value.ts'

/**
 * Matches a name at the start of a line or entry, or after a user, and the separator before its value: `requirepass x`, `# token: x`,
 * `{"key": "x"`, `login me password x`.
 */
const SETTING =
  /(?:^\W*(?:user[ \t]+\S+[ \t]+)?|\blogin[ \t]+\S+[ \t]+|[{,]\s*["']?)(\w[\w.-]*)["']?(?:\s*[:=>]{1,2}\s*|[ \t]+)(?=\S)/g

/** Values that stay visible: placeholders to be substituted later, and paths of files. A password of letters and digits has no such dot. */
const IN_PLAIN = /^["']?(?:\$\{\w+\}|(?:\/[\w-][\w.-]*)+\/[\w-]+\.[a-z]{2,5})["']?[,;]?$/
/** Directives of nginx and Apache that pass requests on: their names contain `pass`, but the value is an address. */
const PASSED_TO =
  /^(?:(?:proxy|fastcgi|uwsgi|scgi|grpc|memcached)_pass[ \t]+[^\s;]+;[\s}]*$|ProxyPass(?:Match|Reverse)?[ \t]+["']?[/!^])/
/** A quoted value that was redacted already; what follows it must stay. */
const HIDDEN_BEFORE = /^["']\*{3}["']/

/** The start of a YAML block scalar. */
const BLOCK = /^[|>][-+\d]{0,2}\s*(?:#.*)?$/

/** Redacts the text of a configuration file (S9): as any text, and also each line from the value of a secret-looking name on. */
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

/** Where the value of a secret-looking name begins in a line; undefined if there is nothing left to hide. */
function hiddenFrom(line: string): number | undefined {
  for (const { 0: found, 1: name = '', index } of line.matchAll(SETTING)) {
    const value = line.slice(index + found.length)
    if (PASSED_TO.test(line.slice(index + found.lastIndexOf(name)))) continue
    if (looksSecret(name) && !IN_PLAIN.test(value) && !HIDDEN_BEFORE.test(value)) return index + found.length
  }
  return undefined
}
