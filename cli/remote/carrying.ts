import type { ServedInstallation } from '../../api/v1/installation/installation.ts'
import type { ManifestRequest } from '../../api/v1/installation/requests.ts'
import { isPassedBy, noManifest } from '../arguments/sources.ts'
import type { Context } from '../context.ts'

/**
 * Wraps an installation on another machine: requests carry the files and variables that manifests refer to, as that machine must not look
 * for them on its own disk.
 */
export function carrying(installation: ServedInstallation, { env }: Context): ServedInstallation {
  const carried = async <T extends ManifestRequest>(request: T): Promise<T> => {
    const { withSideFiles } = await import('../bundles/local.ts')
    return withSideFiles(request, env)
  }
  return {
    ...installation,
    async *apply(request) {
      yield* installation.apply(await carried(request))
    },
    async *pull(request) {
      yield* installation.pull(await carried(request))
    },
    async *build(request) {
      yield* installation.build(await carried(request))
    },
    async *delete({ manifests, ...request }) {
      yield* installation.delete(manifests ? { ...request, manifests: await carried(manifests) } : request)
    },
    async plan({ directories = [], unread = [], ...request }) {
      // Directories are read on this machine.
      if (unread.length > 0) return { needs: [], unread: { directories: unread, watched: [] } }
      if (request.sources.every(isPassedBy)) throw noManifest(directories, request.sources)
      const whole = await carried(request)
      const needs = Object.keys(whole.variables ?? {}).filter((name) => !Object.hasOwn(request.variables ?? {}, name))
      // As a server on this machine answers: who asks learns which variables the plan depends on, and asks again with them.
      return needs.length > 0 ? { needs } : await installation.plan(whole)
    },
  }
}
