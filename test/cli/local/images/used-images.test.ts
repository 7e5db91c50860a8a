import { deepEqual, rejects } from 'node:assert/strict'
import { labels } from '../../../../api/v1/labels.ts'
import { usedImages } from '../../../../cli/local/images/used-images.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import type { Installation as Loops } from '../../../../controllers/installation.ts'
import type { Engine } from '../../../../engine/engine.ts'
import { EngineError, type EngineErrorCode } from '../../../../engine/errors.ts'
import { aCore } from '../local-core.ts'

const { signal } = new AbortController()

/** The nodes, and what their engines answer of the image. */
async function used(answers: Readonly<Record<string, EngineErrorCode | undefined>>) {
  const hosts = Object.keys(answers).map((node) => {
    const own = { [labels.installation]: 'default', [labels.stack]: 'shop', [labels.task]: `web-${node}` }
    const container = { Name: '/web', Image: 'sha256:1', Config: { Image: 'nginx', Labels: own } }
    return { node, containers: new Map([['1', container]]) }
  })
  const engines = Object.entries(answers).map(([node, code]): [string, Engine] => {
    const inspectImage = async () => {
      if (code) throw new EngineError(code, { node, tried: 'inspect image', detail: 'x' })
      return { Id: 'sha256:1', Size: 5 }
    }
    return [node, { node, inspectImage } as unknown as Engine]
  })
  const core: Core = { ...aCore('/nowhere'), engines: async () => new Map(engines) }
  const found = await usedImages({ core, loops: { inventory: { hosts: () => hosts } } as unknown as Loops }, { signal })
  return found.map(({ task, sizeBytes, unknown }) => [task, sizeBytes, unknown])
}

describe('the images in use', () => {
  it('are said of all hosts, though an engine does not answer', async () =>
    deepEqual(await used({ a: undefined, b: 'Unreachable', c: 'Timeout', d: 'NotFound' }), [
      ['web-a', 5, undefined],
      ['web-b', undefined, true],
      ['web-c', undefined, true],
      ['web-d', undefined, undefined],
    ]))

  it('are not said of who does not wait for them', async () => rejects(used({ a: 'Cancelled' }), /inspect image/))
})
