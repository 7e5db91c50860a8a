import type { Engine } from '../../../../engine/engine.ts'
import { EngineError } from '../../../../engine/errors.ts'
import { engineInfo } from '../../../../engine/simulated/info.ts'

/** What a plan looks at of the host `a`, that has nothing. */
export function anEmptyHost(): Engine {
  const info = engineInfo('a', '1.51')
  const none = async () => []
  return {
    ...{ node: 'a', listContainers: none, listNetworks: none },
    listVolumes: async () => ({ volumes: [], warnings: [] }),
    info: async () => info,
    inspectImage: async () => {
      throw new EngineError('NotFound', { node: 'a', tried: 'inspect an image', detail: 'no such image' })
    },
  } as unknown as Engine
}
