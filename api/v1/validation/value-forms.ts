import { isIP } from 'node:net'
import { isGoBoolean } from './go-boolean.ts'

/** An empty text, as of a variable that is not set, is as good as none. */
export function orNone(isRight: (text: string) => boolean): (text: string) => boolean {
  return (text) => text === '' || isRight(text)
}

/** Engines read no zone, as in fe80::1%eth0. */
export function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%')
}

/** HOST:ADDRESS of /etc/hosts. */
export function isHostLine(text: string): boolean {
  const [, address = ''] = /^[^:]+:(.*)$/.exec(text) ?? []
  return address === 'host-gateway' || isAddress(address.trim())
}

/** Of six bytes, in any of their writings; one of many interfaces (the first bit is set) or of none is refused by the kernel. */
export function isMac(text: string): boolean {
  const isWritten = /^[\da-f]{2}(([:-])[\da-f]{2}(\2[\da-f]{2}){4}|[\da-f]{10})$|^([\da-f]{4}\.){2}[\da-f]{4}$/i.test(
    text,
  )
  return isWritten && Number.parseInt(text.slice(0, 2), 16) % 2 === 0 && /[1-9a-f]/i.test(text)
}

/** A namespace of another container. */
export function isShared(mode: string): boolean {
  return /^(container|service):./.test(mode)
}

/** A name, or the number of a user or group. */
export function isId(text: string): boolean {
  return !/^-?\d+$/.test(text) || (Number(text) >= 0 && Number(text) < 2 ** 31 && !text.startsWith('-'))
}

/** Numbers and rising ranges, as of CPUs: 0-3,6. */
export function isSet(text: string): boolean {
  return text.split(',').every((part) => {
    const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? []
    return from !== undefined && Number(from) <= Number(to)
  })
}

/** What only newer engines have, is theirs to refuse: writable-cgroups. That of Windows is credentialspec; disable alone is label=disable. */
export function isSecurityOption(text: string): boolean {
  const [, name = '', value] = /^([^=:]*)(?:[=:](.*))?$/s.exec(text) ?? []
  if (name === 'no-new-privileges' || name === 'writable-cgroups') return value === undefined || isGoBoolean(value)
  if (text === 'disable') return true
  if (name === 'seccomp') return value !== undefined && (SECCOMP.has(value) || isJSON(value))
  return value !== undefined && ['label', 'apparmor', 'credentialspec', 'systempaths'].includes(name)
}

const SECCOMP: ReadonlySet<string> = new Set(['', 'unconfined', 'builtin'])

function isJSON(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}

/** What of it engines hand to the kernel; the names are theirs to know. */
export function isTmpfsOption(text: string): boolean {
  const [name = '', value] = text.split('=', 2)
  const form = TMPFS.get(name)
  return name !== '' && !/\s/.test(text) && (form === undefined || form.test(value ?? ''))
}

const TMPFS: ReadonlyMap<string, RegExp> = new Map([
  ['size', /^(0x[\da-f]+|\d+)([kmgtpe]|%)?$/i],
  ['mode', /^[0-7]+$/],
  ['uid', /^\d+$/],
  ['gid', /^\d+$/],
])

/** The names of setrlimit(2), as engines have them. */
export const LIMITS: ReadonlySet<string> = new Set([
  ...['as', 'core', 'cpu', 'data', 'fsize', 'locks', 'memlock', 'msgqueue', 'nice', 'nofile', 'nproc', 'rss'],
  ...['rtprio', 'rttime', 'sigpending', 'stack'],
])
