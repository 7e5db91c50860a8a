import type { Role } from './roles.ts'

/** Who asks for something. Of a token its name is certain; what a user is called is what the client says. */
export type Caller =
  | { readonly kind: 'token'; readonly name: string; readonly role: Role; readonly from?: string }
  /** Whoever runs the command line here. */
  | ({ readonly kind: 'user' } & Person)
  /** Whoever pushed to a repository that `init --git` made. */
  | ({ readonly kind: 'push'; readonly from?: string } & Person)
  /** Another program on the socket: its owner's, or root's. */
  | { readonly kind: 'socket' }

/** A user of this machine. */
export interface Person {
  readonly uid?: number
  readonly name?: string
  /** Who became that user by sudo. */
  readonly sudo?: string
}

/** The header in which the command line says for whom it asks; heard on the socket alone. */
export const CALLER_HEADER = 'reconcile-caller'

const LONGEST = 100

/** The header's value. */
export function callerText(caller: Caller): string {
  return encodeURIComponent(JSON.stringify(caller))
}

/** What a header says; another program's, if it says nothing that can be read. */
export function callerFrom(text: string | undefined): Caller {
  if (text === undefined || text.length > 2_000) return { kind: 'socket' }
  try {
    return known(JSON.parse(decodeURIComponent(text)) as Readonly<Record<string, unknown>>)
  } catch {
    return { kind: 'socket' }
  }
}

/** For people: `token ci-shop`, `anna`, `root (sudo by anna)`, `push by anna`. */
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
