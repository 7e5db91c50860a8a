import type { IncomingMessage } from 'node:http'
import { isTaskPath } from './task-path.ts'

/** Whether a wish for another protocol is one of ours to answer; a broken handshake is refused as one. */
export function isWebSocket({ method, url = '', headers }: IncomingMessage): boolean {
  const [pathname = ''] = url.split('?', 1)
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket' && isTaskPath(pathname)
}
