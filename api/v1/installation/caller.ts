import type { Role } from './roles.ts'

/** Who makes a request. A token's name is authenticated. A user's name is only what the client claims. */
export type Caller =
  | { readonly kind: 'token'; readonly name: string; readonly role: Role; readonly from?: string }
  /** The person who runs the command line on this machine. */
  | ({ readonly kind: 'user' } & Person)
  /** The person who pushed to a repository that `init --git` made. */
  | ({ readonly kind: 'push'; readonly from?: string } & Person)
  /** Some other program on the socket, which only its owner and root can open. */
  | { readonly kind: 'socket' }

/** A user of this machine. */
export interface Person {
  readonly uid?: number
  readonly name?: string
  /** The user who became this one by sudo. */
  readonly sudo?: string
}

/** The header in which the command line names the person whom it acts for. The server reads it on the socket only. */
export const CALLER_HEADER = 'reconcile-caller'

const LONGEST = 100

/** Encodes a caller as the value of that header. */
export function callerText(caller: Caller): string {
  return encodeURIComponent(JSON.stringify(caller))
}

/** Decodes the header's value; `socket` if it is absent or can't be parsed. */
export function callerFrom(text: string | undefined): Caller {
  if (text === undefined || text.length > 2_000) return { kind: 'socket' }
  try {
    return known(JSON.parse(decodeURIComponent(text)) as Readonly<Record<string, unknown>>)
  } catch {
    return { kind: 'socket' }
  }
}

/** Describes a caller for people: `token ci-shop`, `anna`, `root (sudo by anna)`, `push by anna`. */
export function callerWords(caller: Caller): string {
  if (caller.kind === 'token') return `token ${caller.name}`
  if (caller.kind === 'socket') return 'socket'
  const name = caller.name ?? (caller.uid === undefined ? 'somebody' : `uid ${caller.uid}`)
  const whole = caller.sudo === undefined ? name : `${name} (sudo by ${caller.sudo})`
  return caller.kind === 'push' ? `push by ${whole}` : whole
}

function known({ kind, uid, name, sudo, from }: Readonly<Record<string, unknown>>): Caller {
  if (kind !== 'user' && kind !== 'push') return { kind: 'socket' }
  return {
    kind,
    ...(typeof uid === 'number' && Number.isInteger(uid) ? { uid } : {}),
    ...(isName(name) ? { name } : {}),
    ...(isName(sudo) ? { sudo } : {}),
    ...(kind === 'push' && isName(from) ? { from } : {}),
  }
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST
}
