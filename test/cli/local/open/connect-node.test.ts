import { doesNotThrow, rejects, throws } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { V1Node } from '../../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { defaultSettings } from '../../../../api/v1/settings.ts'
import { connectNode, localEndpoint } from '../../../../cli/local/open/engines.ts'
import { realClock } from '../../../../clock/real.ts'

describe('the connection of a node with a TLS file that is not there', () => {
  const options = { clock: realClock, settings: defaultSettings }
  const host = 'tcp://127.0.0.1:2376'

  it('names what is to be corrected in the manifest of a declared one', async () => {
    const engine = { host, tls: { caFile: '/nowhere/ca.pem' } }
    const node: V1Node = { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'web2' }, spec: { engine } }
    const remedy = 'do as it says, or correct spec.engine in the manifest of node web2'
    const message = /^read TLS file \/nowhere\/ca\.pem: ENOENT.*: put it there$/
    await rejects(connectNode('web2', node, { ...options, env: {} }), { exit: 5, remedy, message })
  })

  it('names the variables where these say where the local one is', async () => {
    const env = { DOCKER_HOST: host, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/nowhere' }
    const remedy = 'check DOCKER_HOST, DOCKER_CERT_PATH and `docker context ls`'
    await rejects(connectNode('local', undefined, { ...options, env }), { exit: 2, remedy })
  })
})

describe("the local engine where docker's config.json is no file", () => {
  let directory: string
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'docker-config-'))))
  afterEach(() => rmSync(directory, { recursive: true }))

  const env = () => ({ DOCKER_CONFIG: directory })
  const places: readonly [what: string, make: (path: string) => unknown, because: string][] = [
    ['a directory', (path) => mkdirSync(path), 'is a directory: put a file there, or take it away'],
    [
      'a pipe that nobody writes into',
      (path) => execFileSync('mkfifo', [path]),
      'is no regular file: put one there, or take it away',
    ],
  ]
  for (const [what, make, because] of places)
    it(`is not guessed, but ${what} is told by its path`, () => {
      const path = join(directory, 'config.json')
      make(path)
      throws(() => localEndpoint(env()), { exit: 2, message: `read ${path}: ${because}, or set DOCKER_HOST` })
      doesNotThrow(() => localEndpoint({ ...env(), DOCKER_HOST: 'tcp://127.0.0.1:2375' }))
    })

  it('is the usual one without such a file', () => doesNotThrow(() => localEndpoint(env())))
})
