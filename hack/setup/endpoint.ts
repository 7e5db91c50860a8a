// Finds the engine that reconcile would use, and checks that it answers. Prints its address; on failure prints why, and exits with
//   2   DOCKER_HOST or the context is not usable        5   the engine named there does not answer
//   3   no permission for this machine's own socket     6   something listens on that socket, but does not answer
//   4   nothing listens on that socket
import { readFileSync } from 'node:fs'
import { type Agent, get, type IncomingMessage } from 'node:http'
import { homedir } from 'node:os'
import { engineAgent } from '../../engine/docker/agent.ts'
import { addressOf, type Endpoint, resolveEndpoint } from '../../engine/docker/endpoint.ts'
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
  const reason = await silence(endpoint)
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

/** Why an engine does not answer with its version; undefined when it does. */
async function silence({ host, tls }: Endpoint): Promise<string | undefined> {
  let agent: Agent | undefined
  try {
    agent = engineAgent(withTls(addressOf(host), tls))
    const { Version } = JSON.parse(await versionBy(agent)) as { Version?: unknown }
    return Version === undefined ? 'what answers is no engine' : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return 'what answers is no engine, or wants TLS'
    const { name, code, message } = error as NodeJS.ErrnoException
    return name === 'AbortError' ? `no answer within ${PATIENCE_MS / 1000} s` : (code ?? message)
  } finally {
    agent?.destroy()
  }
}

async function versionBy(agent: Agent): Promise<string> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ agent, path: '/version', signal: AbortSignal.timeout(PATIENCE_MS) }, resolve).once('error', reject)
  })
  let text = ''
  for await (const part of answer.setEncoding('utf8')) text += String(part)
  return text
}
