import http from 'node:http'

interface Answered {
  readonly status: number
  readonly text: string
}

/** Returns what a server at a unix socket answers to a GET, or with a body to a POST of it. */
export function get(socketPath: string, path: string, body?: object): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const posting = body ? { method: 'POST', headers: { 'content-type': 'application/json' } } : {}
    const request = http.request({ socketPath, path, agent: false, ...posting }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text }))
    })
    request.once('error', reject)
    request.end(body ? JSON.stringify(body) : undefined)
  })
}
