import type { V1Service } from '../../../api/v1/generated/types.ts'
import { hookOwner } from '../../../api/v1/hook-job.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { didYouMean } from '../../../api/v1/validation/nearest.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { keyFor, keyOf } from '../../../api/v1/names.ts'
import type { ApplyRequest, Selection } from '../../../api/v1/installation/requests.ts'
import { networksOf, sharedServices } from '../../../api/v1/template-refs.ts'
import { waitedToEnd } from '../../../controllers/service/to-end.ts'
import type { Key, Store } from '../../../store/objects/store.ts'
import {
  annotated,
  type FileReading,
  type ReadManifest,
  type ResourceId,
  servicesIn,
} from '../../../store/source/reading/reading.ts'
import { usedBy } from '../used-by.ts'
import { nextBases } from './built-from.ts'
import { behindF } from '../../usage.ts'

/**
 * Restricts the readings to the named services, what they depend on or are built from, and the networks, volumes, secrets and configs that
 * these use. Files without any are left out. Throws if a service does not exist. If any reading has errors, all are returned unchanged.
 */
export function onlyServices(files: readonly FileReading[], { services, noDeps = false }: Selection): FileReading[] {
  if (files.some(({ errors }) => errors.length > 0)) return [...files]
  refuseUnknown(files, services)
  const meant = closureOf(files, isNamed(services), { noDeps })
  const toEnd = new Set(
    servicesIn(files)
      .flatMap(waitedToEnd)
      .map((key): ResourceId => `Service/${key}`),
  )
  const chosen = (manifest: ReadManifest) => {
    const each = noDeps ? alone(manifest) : manifest
    return toEnd.has(each.id) ? { ...each, isWaitedToEnd: true as const } : each
  }
  return files
    .map((file) => ({ ...file, manifests: file.manifests.filter(({ id }) => meant.has(id)).map(chosen) }))
    .filter(({ manifests }) => manifests.length > 0)
}

/** Matches the named services and their own `pre_start` jobs, which are part of the service. */
export function isNamed(services: readonly string[]): Picks {
  return ({ object }) =>
    object.kind === 'Service' && [object.metadata.name, hookOwner(object) ?? ''].some((name) => services.includes(name))
}

/** Throws if adoption or pruning, which are of whole stacks, is requested for single services. */
export function refuseWholeOnly({ adopt, prune, only }: Pick<ApplyRequest, 'adopt' | 'prune' | 'only'>): void {
  if (prune && only)
    throw new InstallationError(
      exits.usage,
      'what no file declares is pruned of whole stacks, not of single services',
      {
        remedy: 'leave the names of services out, or --prune (--remove-orphans)',
      },
    )
  if (!adopt || !only) return
  throw new InstallationError(exits.usage, 'a project is taken over as a whole, not by its services', {
    remedy: 'leave the names of services out',
  })
}

/** Throws if the files do not declare one of the services. */
export function refuseUnknown(files: readonly FileReading[], services: readonly string[]): void {
  const known = servicesIn(files).map(({ metadata }) => metadata.name)
  const unknown = services.find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new InstallationError(exits.failed, `the files declare no service ${unknown}${didYouMean(unknown, known)}`, {
    reason: 'NotFound',
    remedy: behindF(unknown) ?? (known.length > 0 ? `they declare ${known.join(', ')}` : 'they declare none'),
  })
}

type Picks = (manifest: ReadManifest) => boolean

function closureOf(
  files: readonly FileReading[],
  isMeant: Picks,
  { noDeps }: { readonly noDeps: boolean },
): ReadonlySet<ResourceId> {
  const all = files.flatMap(({ manifests }) => manifests)
  const declared = new Map(all.map((manifest) => [manifest.id, manifest]))
  const fileOf = new Map(files.flatMap((file) => file.manifests.map(({ id }) => [id, file] as const)))
  const meant = new Set(all.filter(isMeant).map(({ id }) => id))
  // Iterating a Set includes elements that are added meanwhile.
  for (const id of meant) {
    const object = declared.get(id)?.object
    const used = object?.kind === 'Service' ? usedBy(object) : []
    for (const each of used)
      if (declared.has(each) && !(noDeps && each.startsWith('Service/') && !meant.has(each))) meant.add(each)
    // The services that an image is built from are needed even with --no-deps.
    const file = fileOf.get(id)
    const bases = object?.kind === 'Service' && file ? nextBases(object, file) : []
    for (const base of bases) meant.add(`Service/${keyOf(base)}`)
  }
  return meant
}

/** Annotates a service to not wait for its dependencies. */
function alone(manifest: ReadManifest): ReadManifest {
  const { object } = manifest
  if (object.kind !== 'Service' || object.spec.dependsOn === undefined) return manifest
  return annotated(manifest, { [annotations.alone]: '--no-deps' })
}

/**
 * The services to reconcile when these change. Includes services that share a namespace with one, are restarted with one (`restart: true`),
 * or are attached to a changed network.
 */
export function concernedBy(
  store: Store,
  services: readonly Key[],
  networks: ReadonlySet<Key> = new Set(),
): ReadonlySet<Key> {
  const stacks = new Set([...services, ...networks].map((key) => key.split('/')[0] ?? ''))
  const others = [...stacks].flatMap((stack) => [...store.by('Service', 'namespace', stack).values()])
  const attached = others.filter(({ metadata: { namespace }, spec }) =>
    networksOf(spec.template).some((name) => networks.has(keyFor(namespace, name))),
  )
  const concerned = new Set<Key>([...services, ...attached.map(keyOf)])
  const pairs = others.flatMap((other) => standsOn(other).map((base) => ({ base, key: keyOf(other) })))
  const standing = groupBy(pairs, ({ base }) => base)
  for (const each of concerned) for (const { key } of standing.get(each) ?? []) concerned.add(key)
  return concerned
}

function standsOn({ metadata: { namespace }, spec }: V1Service): readonly Key[] {
  const followed = (spec.dependsOn ?? []).filter(({ restart }) => restart).map(({ service }) => service)
  return [...sharedServices(spec.template), ...followed].map((name) => keyFor(namespace, name))
}
