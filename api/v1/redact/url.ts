import { HIDDEN } from './secret-value.ts'

/**
 * A text with the passwords of the URLs in it hidden (S9), also of those that are written without a scheme. Passwords that should
 * have been encoded are taken as they are: one ends at the last `@` of its word, where that begins no digest. So of an address that
 * can be read either way too much is hidden, and not too little.
 */
export function redactUrls(text: string): string {
  if (!/@|%40/.test(text)) return text
  return text.replaceAll(/\S+/g, (word) => urlsOf(word).map(redactUrl).join(''))
}

/** A list of URLs in one word ends each before the next scheme; what has no `@` may be the beginning of a password. */
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

/** The last `@`, but for that of an image's digest; -1 for none. */
function lastAt(url: string): number {
  let at = url.lastIndexOf('@')
  for (; at >= 0; at = at === 0 ? -1 : url.lastIndexOf('@', at - 1)) {
    DIGEST.lastIndex = at + 1
    if (!DIGEST.test(url)) return at
  }
  return at
}

const DIGEST = /sha\d{3}:[\da-f]*/y

/** Where a password begins in what stands before the `@`; -1 for none. An address in brackets has no user before it. */
function passwordIn(head: string): number {
  const scheme = /:\/\/(?!\[)/.exec(head)
  const user = scheme ? head.indexOf(':', scheme.index + 3) + 1 : endOf(USER.exec(head))
  return user > 0 && user < head.length ? user : -1
}

/** `me:` without a scheme, at the beginning or after what is in no name; `:` alone as of Redis. A path after it is a mount's. */
const USER = /(?:^\/\/[\w.%+~-]*|(?<![\w.%+~:/-])(?!mailto:)[\w.%+~-]+|(?<=^|[=(,;])):(?!\/)/

function endOf(found: RegExpExecArray | null): number {
  return found ? found.index + found[0].length : -1
}

/** A URL within the query of another. */
function redactEncoded(url: string): string {
  const end = url.lastIndexOf('%40')
  const scheme = end < 0 ? null : /%3A%2F%2F[^%]*%3A/i.exec(url)
  const start = endOf(scheme)
  return start > 0 && start < end ? url.slice(0, start) + HIDDEN + url.slice(end) : url
}
