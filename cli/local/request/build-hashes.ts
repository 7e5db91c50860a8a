import { randomBytes } from 'node:crypto'
import type { V1Service } from '../../../api/v1/generated/types.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { StagedTree } from '../../../api/v1/requests.ts'
import { contextHash } from '../../../engine/docker/build/content-hash.ts'
import type { Store } from '../../../store/objects/store.ts'
import { type FileReading, readManifest } from '../../../store/source/reading.ts'
import { stagedPath } from './read-request.ts'

/** Where the hash in the annotation has its salt: `--build` changes it alone, so that the same context is built again. */
const SALT = { from: 8, to: 12 }
const NO_SALT = '0000'

/** What hashes of build contexts are made with. */
export interface HashOptions {
  readonly store: Store
  /** Whether what is built is built again. */
  readonly again: boolean
  readonly staged?: StagedTree | undefined
}

/**
 * The readings with the hash of its context on each service that is built: the same content is the same image. A hash that a
 * `--build` salted stays until the content changes. Throws where a context can't be read.
 */
export async function withBuildHashes(
  files: readonly FileReading[],
  { store, again, staged }: HashOptions,
): Promise<readonly FileReading[]> {
  return await Promise.all(
    files.map(async (file) => {
      if (!file.manifests.some(({ object }) => object.kind === 'Service' && object.spec.template.build)) return file
      const manifests = await Promise.all(
        file.manifests.map(async (manifest) => {
          const { object } = manifest
          if (object.kind !== 'Service' || !object.spec.template.build) return manifest
          const before = store.get('Service', keyOf(object))?.metadata.annotations?.[annotations.buildHash]
          const hash = salted(await hashOf(object, staged), before, again)
          return readManifest({ ...manifest, object: withAnnotation(object, hash) })
        }),
      )
      return { ...file, manifests }
    }),
  )
}

/** The hash of everything that decides what a service's build makes, in hex. */
async function hashOf({ spec: { template } }: V1Service, staged: StagedTree | undefined): Promise<string> {
  const { build = {}, platform } = template
  const chosen = build.platform ?? platform
  const hash = await contextHash({
    tags: [],
    context: stagedPath(staged, build.context ?? '.'),
    ...(build.dockerfile === undefined ? {} : { dockerfile: stagedPath(staged, build.dockerfile) }),
    ...(build.dockerfileInline === undefined ? {} : { dockerfileInline: build.dockerfileInline }),
    ...(build.target === undefined ? {} : { target: build.target }),
    ...(build.args ? { buildArgs: Object.fromEntries(build.args.map(({ name, value }) => [name, value ?? ''])) } : {}),
    ...(build.labels ? { labels: build.labels } : {}),
    ...(chosen === undefined ? {} : { platform: chosen }),
  })
  return hash.replace(/^sha256:/, '')
}

function salted(hash: string, before: string | undefined, again: boolean): string {
  const withSalt = (salt: string) => `${hash.slice(0, SALT.from)}${salt}${hash.slice(SALT.from, 60)}`
  if (again) return withSalt(randomBytes(2).toString('hex'))
  const salt = before?.slice(SALT.from, SALT.to) ?? NO_SALT
  return before === withSalt(salt) ? before : withSalt(NO_SALT)
}

function withAnnotation(service: V1Service, hash: string): V1Service {
  const own = { ...service.metadata.annotations, [annotations.buildHash]: hash }
  return { ...service, metadata: { ...service.metadata, annotations: own } }
}
