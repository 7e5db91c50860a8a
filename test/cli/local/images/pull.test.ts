import { deepEqual } from 'node:assert/strict'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { annotations } from '../../../../api/v1/labels.ts'
import { pull } from '../../../../cli/local/images/pull.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import type { Engine } from '../../../../engine/engine.ts'
import { all, aRequest, eachHome } from '../local-core.ts'

const manifest = (name: string, pullPolicy: string) => `
apiVersion: ${API_VERSION}
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { template: { image: "app:1", pullPolicy: ${pullPolicy} } }
`

describe('pull', () => {
  let core: Core
  eachHome((made) => (core = made))

  /** The end of a pull for services of `app:1` with these policies, which run what it meant before. */
  const ended = async (...policies: readonly string[]) => {
    const engine = {
      node: 'local',
      info: async () => ({ id: 'E1' }),
      pullImage: async () => undefined,
      inspectImage: async () => ({ Id: 'sha256:2', RepoDigests: ['app@sha256:2'] }),
    } as unknown as Engine
    for (const name of policies) {
      const metadata = { name, namespace: 'shop', annotations: { [annotations.image]: 'app@sha256:1' } }
      const spec = { template: { image: 'app:1' } }
      core.store.create('Service', { apiVersion: API_VERSION, kind: 'Service', metadata, spec })
    }
    const text = policies.map((policy) => manifest(policy, policy[0]?.toUpperCase() + policy.slice(1))).join('---')
    const request = { ...aRequest(core.home, text, {}), services: [] }
    const outcome = (await all(pull({ ...core, engines: async () => new Map([['local', engine]]) }, request))).at(-1)
    return outcome?.type === 'outcome' ? `${outcome.exit} ${outcome.message}` : outcome
  }

  it('counts what it asked for, and not what is never to be pulled', async () => {
    deepEqual(await ended('missing', 'never'), '0 pulled 1 of 1; `reconcile apply --pull` runs what is new')
  })

  it('says where all is never to be pulled', async () => {
    deepEqual(await ended('never'), '0 there is nothing to pull: what the files declare is built, or never pulled')
  })
})
