// Finds the engine that reconcile would use, and checks that it answers. Prints its address; on failure prints why, and exits with
//   2   DOCKER_HOST or the context is not usable, or     5   the engine named there does not answer
//       what answers is Podman
//   3   no permission for this machine's own socket     6   something listens on that socket, but does not answer
//   4   nothing listens on that socket
import { readFileSync } from 'node:fs'
import { type Agent, get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { homedir } from 'node:os'
import { realClock } from '../../clock/real.ts'
import { engineAgent, type Way } from '../../engine/docker/agent.ts'
import { addressOf, type Endpoint, resolveEndpoint } from '../../engine/docker/endpoint.ts'
import { podmanWords } from '../../engine/docker/negotiate.ts'
import { wayTo } from '../../engine/docker/way.ts'
import { withTls } from '../../engine/docker/with-tls.ts'

const PATIENCE_MS = 3_000

process.exitCode = await main()

async function main(): Promise<number> {
  const { env } = process
  let endpoint: Endpoint
  try {
    endpoint = resolveEndpoint({ env, home: homedir(), read })
  } catch (error) {
    return said((error as Error).message, 2)
  }
  const { host } = endpoint
  const { silence: reason, podman } = await look(endpoint)
  if (podman !== undefined) return said(`${host} can't be used: ${podman}`, 2)
  if (reason === undefined) return said(host, 0)
  if (!env['DOCKER_HOST'] && host === resolveEndpoint({ env: {}, home: '', read: () => undefined }).host) {
    if (reason === 'ENOENT' || reason === 'ECONNREFUSED') return said(reason, 4)
    if (reason === 'EACCES') return said(host, 3)
    return said(`${host} does not answer (${reason}), and something listens there: see what with \`ss -xlp\``, 6)
  }
  const [named, instead] = env['DOCKER_HOST']
    ? ['DOCKER_HOST', 'unset DOCKER_HOST']
    : ["Docker's context", 'set DOCKER_CONTEXT=default']
  const remedy = `start that engine, or ${instead} to use this machine's own`
  return said(`${named} names ${host}, which does not answer (${reason}): ${remedy}`, 5)
}

function said(words: string, exit: number): number {
  console.log(words)
  return exit
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** Why an engine does not answer with its version, or what it is instead of one; neither when it does. */
async function look({ host, tls }: Endpoint): Promise<{ readonly silence?: string; readonly podman?: string }> {
  let agent: Agent | undefined
  let way: Way | undefined
  try {
    way = wayTo(withTls(addressOf(host), tls).address, { clock: realClock, env: process.env })
    if (way.kind === 'ssh') await way.tunnel.ready(AbortSignal.timeout(10 * PATIENCE_MS))
    agent = engineAgent(way)
    const { headers, text } = await askVersion(agent)
    const podman = podmanWords(headers)
    if (podman !== undefined) return { podman }
    const { Version } = JSON.parse(text) as { Version?: unknown }
    return Version === undefined ? { silence: 'what answers is no engine' } : {}
  } catch (error) {
    if (error instanceof SyntaxError) return { silence: 'what answers is no engine, or wants TLS' }
    const { name, code, message } = error as NodeJS.ErrnoException
    return { silence: name === 'AbortError' ? `no answer within ${PATIENCE_MS / 1000} s` : (code ?? message) }
  } finally {
    agent?.destroy()
    if (way?.kind === 'ssh') way.tunnel.close()
  }
}

async function askVersion(agent: Agent): Promise<{ readonly headers: IncomingHttpHeaders; readonly text: string }> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ agent, path: '/version', signal: AbortSignal.timeout(PATIENCE_MS) }, resolve).once('error', reject)
  })
  let text = ''
  for await (const part of answer.setEncoding('utf8')) text += String(part)
  return { headers: answer.headers, text }
}
