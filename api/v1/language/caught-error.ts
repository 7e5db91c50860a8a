/** Converts a caught value to an Error. */
export function asError(caught: unknown): Error {
  return caught instanceof Error ? caught : new Error(String(caught))
}

/** The message of a caught value. */
export function errorText(caught: unknown): string {
  return asError(caught).message
}

/** The result of a file operation; undefined if the file does not exist. */
export async function unlessMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (caught) {
    if (errorCode(caught) !== 'ENOENT') throw caught
    return undefined
  }
}

/** Whether an error means that the connection closed before the answer was complete. */
export function isConnectionLost(caught: unknown): boolean {
  const code = errorCode(caught)
  return code === 'ECONNRESET' || code === 'EPIPE'
}

/** The code of a caught error, such as ENOSPC; empty if it has none. */
export function errorCode(caught: unknown): string {
  if (!(caught instanceof Error) || !('code' in caught)) return ''
  return typeof caught.code === 'string' ? caught.code : ''
}
