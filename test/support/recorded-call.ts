/** One request to the engine as the proxy saw it. Times are milliseconds since the proxy began to listen. */
export interface RecordedCall {
  readonly at: number
  readonly method: string
  /** Without the version prefix, query parameters sorted. */
  readonly path: string
  /** Once it has arrived whole: the parsed body of a JSON request, the digest of any other as a plan shows it. */
  body?: unknown
  /** What the engine says of what it created: the parsed body of a 201. */
  created?: unknown
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
