import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import type { Address } from './agent.ts'
import { addressOf } from './endpoint.ts'
import { failureOfError, isForbidden } from './errors.ts'

/** The name of the group that owns the socket: whoever may not connect is told to join it. At once, as the first call waits for it. */
export function socketGroup(address: Address): string | undefined {
  if (address.kind !== 'unix') return undefined
  try {
    const { gid } = statSync(address.path)
    const groups = readFileSync('/etc/group', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
    return gid === 0 ? undefined : groups.find(([, , id]) => Number(id) === gid)?.[0]
  } catch {
    return undefined
  }
}

/** Why the system keeps this user from an engine's socket, in the words of a call; undefined where it does not, nothing is there, or it is no address. */
export function forbiddenSocket(host: string, enter = mayConnect): string | undefined {
  try {
    const address = addressOf(host)
    if (address.kind === 'unix') enter(address.path)
    return undefined
  } catch (error) {
    // What is no address is said when it is connected to.
    if (!isForbidden(error)) return undefined
    const group = socketGroup(addressOf(host))
    return failureOfError(error, { host, ...(group === undefined ? {} : { group }) }).detail
  }
}

/** Who connects needs to write. */
function mayConnect(path: string): void {
  accessSync(path, constants.W_OK)
}
