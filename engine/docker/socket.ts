import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import type { Address } from './agent.ts'
import { addressOf } from './endpoint.ts'
import { failureOfError, isForbidden } from './errors.ts'

/** The group that owns a unix socket, for the message to users who may not connect. Synchronous, as the first call needs it. */
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

/**
 * Why this user may not open an engine's socket, in the words of a call; undefined where there is no such obstacle, socket, or valid
 * address.
 */
export function forbiddenSocket(host: string, enter = mayConnect): string | undefined {
  try {
    const address = addressOf(host)
    if (address.kind === 'unix') enter(address.path)
    return undefined
  } catch (error) {
    // An invalid address is reported when connecting.
    if (!isForbidden(error)) return undefined
    const group = socketGroup(addressOf(host))
    return failureOfError(error, { host, ...(group === undefined ? {} : { group }) }).detail
  }
}

/** Connecting requires write permission. */
function mayConnect(path: string): void {
  accessSync(path, constants.W_OK)
}
