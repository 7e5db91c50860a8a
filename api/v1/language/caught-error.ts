/** What was caught, as an error. */
export function asError(caught: unknown): Error {
  return caught instanceof Error ? caught : new Error(String(caught))
}

/** The words of what was caught. */
export function errorText(caught: unknown): string {
  return asError(caught).message
}

/** What a call answers of a file; undefined where there is none of that name. */
export async function unlessMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (caught) {
    if (errorCode(caught) !== 'ENOENT') throw caught
    return undefined
  }
}

/** Whether a connection was closed before its answer was whole. */
export function isConnectionLost(caught: unknown): boolean {
  const code = errorCode(caught)
  return code === 'ECONNRESET' || code === 'EPIPE'
}

/** The code of what was caught: Node's of a system error, such as ENOSPC; empty for what has none. */
export function errorCode(caught: unknown): string {
  if (!(caught instanceof Error) || !('code' in caught)) return ''
  return typeof caught.code === 'string' ? caught.code : ''
}
