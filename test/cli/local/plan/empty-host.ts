import type { Engine } from '../../../../engine/engine.ts'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { EngineError } from '../../../../engine/errors.ts'
import { engineInfo } from '../../../../engine/simulated/info.ts'

/** What a plan looks at of the host `a`, that has nothing. */
export function anEmptyHost(): Engine {
  const info = engineInfo('a', '1.51')
  const none = async () => []
  return {
    ...{ node: 'a', listContainers: none, listNetworks: none, pastEnds: none },
    listVolumes: async () => ({ volumes: [], warnings: [] }),
    info: async () => info,
    inspectImage: async () => {
      throw new EngineError('NotFound', { node: 'a', tried: 'inspect an image', detail: 'no such image' })
    },
  } as unknown as Engine
}

/** The nodes that somebody declared. */
export function declareNodes({ store }: Core, ...names: readonly string[]): void {
  for (const name of names)
    store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name }, spec: {} })
}
