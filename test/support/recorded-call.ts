/** One request to the engine as the proxy saw it. Times are milliseconds since the proxy began to listen. */
export interface RecordedCall {
  readonly at: number
  readonly method: string
  /** Without the version prefix, query parameters sorted. */
  readonly path: string
  /** The parsed body of a JSON request, once it has arrived whole. */
  body?: unknown
  /** The engine's answer, or the one made up for it; absent while there is none. */
  status?: number
}

/** Begins the record of a request. */
export function recordCall(method: string, url: string, at: number): RecordedCall {
  return { at, method, path: normalisePath(url) }
}

/** Whether a call changes the engine. Waiting, attaching and looking at registries are done by POST, and change nothing. */
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
