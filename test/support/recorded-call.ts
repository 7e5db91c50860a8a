/** A request to the engine as the proxy saw it. Times are milliseconds since the proxy started. */
export interface RecordedCall {
  readonly at: number
  readonly method: string
  /** The path without the version prefix, with query parameters sorted. */
  readonly path: string
  /** The parsed body of a JSON request, or the digest of any other body as a plan shows it; absent until it has arrived. */
  body?: unknown
  /** The parsed body of a 201 answer. */
  created?: unknown
  /** The status of the engine's answer, or of a fault's; absent while there is none. */
  status?: number
}

/** Creates the record of a request. */
export function recordCall(method: string, url: string, at: number): RecordedCall {
  return { at, method, path: normalisePath(url) }
}

/** Whether a call changes the engine. Some POSTs, such as those to wait, attach or log in, change nothing. */
export function isWrite(call: Pick<RecordedCall, 'method' | 'path'>): boolean {
  return call.method !== 'GET' && call.method !== 'HEAD' && !READS_BY_POST.test(call.path)
}

const READS_BY_POST = /^\/(_ping|auth|session|grpc|(containers|exec)\/[^/?]+\/(attach|wait|resize))(\/|\?|$)/

function normalisePath(url: string): string {
  const { pathname, searchParams } = new URL(url, 'http://engine')
  const path = decodeURIComponent(pathname.replace(/^\/v\d+\.\d+(?=\/)/, ''))
  searchParams.sort()
  return searchParams.size > 0 ? `${path}?${searchParams}` : path
}
