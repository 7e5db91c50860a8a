import type { Installation } from '../../api/v1/installation/installation.ts'
import type { Installation as Loops } from '../../controllers/installation.ts'
import type { Core } from './open/core.ts'
import { pruneImages } from './images/prune-images.ts'
import { build } from './images/build.ts'
import { pull } from './images/pull.ts'
import { measure } from './usage.ts'
import { usedImages } from './images/used-images.ts'

/** What says what tasks use of their hosts, now, and frees what they used. */
export function using(
  core: Core,
  looked: () => Promise<Loops>,
): Pick<Installation, 'usage' | 'images' | 'pull' | 'build' | 'pruneImages'> {
  return {
    pull: (request) => pull(core, request),
    build: (request) => build(core, request),
    usage: async (request) => await measure({ core, loops: await looked(), request }),
    images: async (request) => await usedImages({ core, loops: await looked() }, request),
    pruneImages: (request) => pruneImages(core, request),
  }
}
