import { HIDDEN } from './secret-value.ts'

/**
 * Redacts the passwords of URLs in a text, also of URLs without a scheme (S9). A password that should have been encoded is taken as it is:
 * it ends at the last `@` of its word that does not begin a digest. So an ambiguous address is redacted too much rather than too little.
 */
export function redactUrls(text: string): string {
  if (!/@|%40/.test(text)) return text
  return text.replaceAll(/\S+/g, (word) => urlsOf(word).map(redactUrl).join(''))
}

/** Splits a word at each further scheme. A part without `@` is joined with the next, as it may be the beginning of a password. */
function urlsOf(word: string): readonly string[] {
  const urls: string[] = []
  let open = ''
  for (const part of word.split(/(?<=[,;|])(?=[A-Za-z][\w+.-]*:\/\/)/)) {
    open += part
    if (!part.includes('@')) continue
    urls.push(open)
    open = ''
  }
  return [...urls, open]
}

function redactUrl(url: string): string {
  const end = lastAt(url)
  const start = end < 0 ? end : passwordIn(url.slice(0, end))
  return redactEncoded(start < 0 ? url : url.slice(0, start) + HIDDEN + url.slice(end))
}

/** The index of the last `@` that is not that of an image's digest; -1 if none. */
function lastAt(url: string): number {
  let at = url.lastIndexOf('@')
  for (; at >= 0; at = at === 0 ? -1 : url.lastIndexOf('@', at - 1)) {
    DIGEST.lastIndex = at + 1
    if (!DIGEST.test(url)) return at
  }
  return at
}

const DIGEST = /sha\d{3}:[\da-f]*/y

/** The index of the password in the text before the `@`; -1 if none. An IPv6 address in brackets has no user before it. */
function passwordIn(head: string): number {
  const scheme = /:\/\/(?!\[)/.exec(head)
  const user = scheme ? head.indexOf(':', scheme.index + 3) + 1 : endOf(USER.exec(head))
  return user > 0 && user < head.length ? user : -1
}

/**
 * Matches `me:` of a URL without a scheme, at the beginning or after a character of no name; or `:` alone, as Redis has it. A path after
 * `:` belongs to a mount.
 */
const USER = /(?:^\/\/[\w.%+~-]*|(?<![\w.%+~:/-])(?!mailto:)[\w.%+~-]+|(?<=^|[=(,;])):(?!\/)/

function endOf(found: RegExpExecArray | null): number {
  return found ? found.index + found[0].length : -1
}

/** Redacts a URL that is encoded in the query of another one. */
function redactEncoded(url: string): string {
  const end = url.lastIndexOf('%40')
  const scheme = end < 0 ? null : /%3A%2F%2F[^%]*%3A/i.exec(url)
  const start = endOf(scheme)
  return start > 0 && start < end ? url.slice(0, start) + HIDDEN + url.slice(end) : url
}
