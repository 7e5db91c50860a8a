import { deepEqual, rejects } from 'node:assert/strict'
import { pruneImages } from '../../../../cli/local/images/prune-images.ts'
import type { Core } from '../../../../cli/local/open/core.ts'
import { noteOwnImage } from '../../../../controllers/image/own.ts'
import type { Installation as Loops } from '../../../../controllers/installation.ts'
import type { Engine } from '../../../../engine/engine.ts'
import { EngineError } from '../../../../engine/errors.ts'
import { aCore, all } from '../local-core.ts'

const { signal } = new AbortController()

/** An engine on which each image is 1 MB; `dies`: with the first look at an image. */
function anEngine(node: string, dies: boolean): Engine {
  return {
    node,
    listContainers: async () => [],
    inspectImage: async ({ name }: { readonly name: string }) => {
      if (dies) throw new EngineError('Unreachable', { node, tried: 'inspect image', detail: 'socket hang up' })
      return { Id: name, RepoTags: [`${name}:1`], RepoDigests: [], Size: 2 ** 20 }
    },
    removeImage: async () => undefined,
  } as unknown as Engine
}

/** Three nodes with an image of ours each. */
function threeNodes(dying: string): Core {
  const core = aCore('/nowhere')
  const names = ['a', 'b', 'c']
  const engines = new Map(names.map((node) => [node, anEngine(node, node === dying)]))
  for (const node of names) noteOwnImage(core.store, { node, id: `app-${node}`, names: [`app-${node}:1`] })
  const host = { synced: true }
  const inventory = { hosts: () => [host], host: () => host, putImage: () => undefined }
  const loops = { inventory, running: { at: () => [] } } as unknown as Loops
  return { ...core, engines: async () => engines, begin: async () => loops }
}

describe('a prune of images', () => {
  it('goes on with the other nodes where one fails in the middle, and says what it came to', async () => {
    deepEqual(await all(pruneImages(threeNodes('b'), { dryRun: false, signal })), [
      { type: 'resource', object: 'Image/a/app-a:1', change: 'deleted', details: ['1MiB'] },
      {
        type: 'warning',
        message: 'what is left on b was not looked at: inspect image on b: socket hang up',
      },
      { type: 'resource', object: 'Image/c/app-c:1', change: 'deleted', details: ['1MiB'] },
      {
        ...{ type: 'outcome', exit: 1, remedy: 'see the warnings, and run it again' },
        message: '2 images removed: 2MiB at most, as layers are shared; b failed in the middle',
      },
    ])
  })

  it('ends where it is to end', async () => {
    const ended = AbortSignal.abort()
    await rejects(all(pruneImages(threeNodes('a'), { dryRun: false, signal: ended })), /socket hang up/)
  })
})
