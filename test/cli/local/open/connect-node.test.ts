import { rejects } from 'node:assert/strict'
import type { V1Node } from '../../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { defaultSettings } from '../../../../api/v1/settings.ts'
import { connectNode } from '../../../../cli/local/open/engines.ts'
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
