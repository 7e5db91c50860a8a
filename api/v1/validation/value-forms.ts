import { isIP } from 'node:net'
import { isGoBoolean } from './go-boolean.ts'

/** Also accepts an empty text, such as from an unset variable: engines take it as absent. */
export function orNone(isRight: (text: string) => boolean): (text: string) => boolean {
  return (text) => text === '' || isRight(text)
}

/** Whether a text is an IP address. Engines accept no zone, as in fe80::1%eth0. */
export function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%')
}

/** Whether a text is HOST:ADDRESS, for /etc/hosts. */
export function isHostLine(text: string): boolean {
  const [, address = ''] = /^[^:]+:(.*)$/.exec(text) ?? []
  return address === 'host-gateway' || isAddress(address.trim())
}

/**
 * Whether a text is a MAC address of six bytes, in any notation. The kernel refuses multicast addresses (the first byte is odd) and zero.
 */
export function isMac(text: string): boolean {
  const isWritten = /^[\da-f]{2}(([:-])[\da-f]{2}(\2[\da-f]{2}){4}|[\da-f]{10})$|^([\da-f]{4}\.){2}[\da-f]{4}$/i.test(
    text,
  )
  return isWritten && Number.parseInt(text.slice(0, 2), 16) % 2 === 0 && /[1-9a-f]/i.test(text)
}

/** Whether a mode shares the namespace of another container. */
export function isShared(mode: string): boolean {
  return /^(container|service):./.test(mode)
}

/** Whether a text can be a user or group: a name, or a number in range. */
export function isId(text: string): boolean {
  return !/^-?\d+$/.test(text) || (Number(text) >= 0 && Number(text) < 2 ** 31 && !text.startsWith('-'))
}

/** Whether a text is a list of numbers and rising ranges, as of CPUs: 0-3,6. */
export function isSet(text: string): boolean {
  return text.split(',').every((part) => {
    const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? []
    return from !== undefined && Number(from) <= Number(to)
  })
}

/**
 * Whether engines know a security option. `writable-cgroups` is accepted, though only newer engines have it; `credentialspec` is for
 * Windows, and `disable` alone means label=disable.
 */
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

/** Whether a tmpfs option is valid. Only values that engines pass to the kernel are checked; unknown names are left to the engine. */
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

/** The resources of setrlimit(2), by the names that engines use. */
export const LIMITS: ReadonlySet<string> = new Set([
  ...['as', 'core', 'cpu', 'data', 'fsize', 'locks', 'memlock', 'msgqueue', 'nice', 'nofile', 'nproc', 'rss'],
  ...['rtprio', 'rttime', 'sigpending', 'stack'],
])
