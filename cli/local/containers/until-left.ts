import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'

const CTRL_P = 16
const CTRL_Q = 17

/**
 * What is typed into a terminal until ctrl-p ctrl-q, at which it throws that the command goes on by itself. A ctrl-p is held back until the
 * next key, as in docker. Engine 28 takes such a command for one that could not be run, so these keys never reach it.
 */
export async function* untilLeft(typed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: readonly number[] = []
  for await (const bytes of typed) {
    const keys = Uint8Array.of(...held, ...bytes)
    const left = keys.findIndex((key, at) => key === CTRL_P && keys[at + 1] === CTRL_Q)
    held = left < 0 && keys.at(-1) === CTRL_P ? [CTRL_P] : []
    const passed = left < 0 ? keys.subarray(0, keys.length - held.length) : keys.subarray(0, left)
    if (passed.length > 0) yield passed
    if (left >= 0)
      throw new InstallationError(exits.failed, 'it was left by ctrl-p ctrl-q, and goes on in its container', {
        remedy: 'look there with another `reconcile exec -it`',
      })
  }
  if (held.length > 0) yield Uint8Array.from(held)
}
