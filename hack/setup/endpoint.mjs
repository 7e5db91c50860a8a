// Which engine the user means, and whether it answers. Prints `ADDRESS SOURCE VERSION`; exits 1 with `ADDRESS SOURCE REASON` where it does not answer.
// Uses nothing but Node, since it runs before anything is installed.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { homedir } from 'node:os'
import { join } from 'node:path'

const { address, source } = chosen(process.env)
try {
  console.log(`${address} ${source} ${await version(address)}`)
} catch (error) {
  console.log(`${address} ${source} ${error.code ?? error.message}`)
  process.exitCode = 1
}

/** As docker's own CLI chooses: DOCKER_HOST, then DOCKER_CONTEXT, then the current context, then the socket. */
function chosen(env) {
  if (env.DOCKER_HOST) return { address: env.DOCKER_HOST, source: 'DOCKER_HOST' }
  const config = env.DOCKER_CONFIG ?? join(homedir(), '.docker')
  const context = env.DOCKER_CONTEXT ?? readJson(join(config, 'config.json'))?.currentContext
  if (context && context !== 'default') {
    const id = createHash('sha256').update(context).digest('hex')
    const host = readJson(join(config, 'contexts', 'meta', id, 'meta.json'))?.Endpoints?.docker?.Host
    return { address: host ?? 'none', source: `context:${context}` }
  }
  return { address: 'unix:///var/run/docker.sock', source: 'default' }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function version(address) {
  const url = new URL(address)
  if (url.protocol === 'unix:') return ask(http, { socketPath: url.pathname })
  if (url.protocol !== 'tcp:') throw new Error(`${url.protocol}// is not understood here`)
  const { hostname: host, port = '2375' } = url
  return process.env.DOCKER_TLS_VERIFY ? ask(https, { host, port, ...certificates() }) : ask(http, { host, port })
}

function certificates() {
  const dir = process.env.DOCKER_CERT_PATH ?? join(homedir(), '.docker')
  const read = (name) => readFileSync(join(dir, name))
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') }
}

function ask(protocol, where) {
  return new Promise((resolve, reject) => {
    const request = protocol.get({ ...where, path: '/version', timeout: 3000 }, async (answer) => {
      let text = ''
      for await (const chunk of answer) text += chunk
      resolve(JSON.parse(text).Version)
    })
    request.once('timeout', () => request.destroy(new Error('no answer within 3 s')))
    request.once('error', reject)
  })
}
