import { statSync } from 'node:fs'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { Caller } from '../../../api/v1/installation/caller.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import type { Accepted } from '../../../store/source/acceptance/accepted.ts'
import { formatManifestError } from '../../../store/source/reading/format-error.ts'
import type { Heir } from '../../../store/source/acceptance/hand-over.ts'
import { declaredBy } from '../../../store/source/acceptance/losses.ts'
import { heirOf } from '../../../store/source/acceptance/other-roots.ts'
import { claimsIn } from '../../../store/source/facts/claim-facts.ts'
import { acceptedOf } from '../../../store/source/acceptance/origins.ts'
import type { FileReading, ResourceId } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { refuseNeeded } from '../refuse-invalid.ts'
import { readWatched } from './reading.ts'
import { refuseLeftBehind } from './refuse-left-behind.ts'
import { forgetRoot, refuseUnwatched } from './roots.ts'

interface Unwatching {
  /** The directories that are watched from now on. */
  readonly others: readonly string[]
  /** What is to become of what no other directory declares; absent: nothing is forgotten if there is any. */
  readonly rest?: 'delete' | 'keep' | undefined
  readonly by: Caller
  readonly log: (line: string) => void
}

/**
 * Forgets a watched directory on behalf of `by`, recording what happens to its resources in the audit log. Throws (exit 2) if another
 * directory is missing or unreadable, so that its declarations are unknown; if it needs a resource that would be deleted; or if a file
 * there seems to declare one. Throws (exit 6) if resources would be deleted and nobody said so (S3). What is kept is kept in any case.
 */
export async function unwatch(core: Core, root: string, { others, rest, by, log }: Unwatching): Promise<void> {
  refuseUnwatched(core.store, root)
  const read = await readOthers(core, others)
  const claims = claimsOf(read)
  const declared = declaredBy(root, acceptedOf(core.store))
  const heirs = heirsOf(declared, claims)
  const keeps = rest === 'keep'
  const going = keeps ? [] : declared.filter(({ id }) => !heirs.has(id))
  const away = others.find((other) => !read.has(other))
  if (away !== undefined && going.length > 0) throw mayBeIn(away, going)
  const claimed = others
    .flatMap((other) => [...claimsIn(core.store, other)])
    .flatMap(([id, files]) => files.map((file) => [id, file] as const))
  refuseLeftBehind(going, { root, others, files: [...read.values()].flat(), claimed })
  const ids = going.map(({ id }) => id)
  refuseNeeded(core, ids, new Map(claims.map(({ claim: { manifest } }) => [manifest.id, manifest.object])))
  if (ids.length > 0 && rest === undefined) throw wouldDelete(root, ids)
  const details: string[] = []
  forgetRoot(core, root, {
    ...{ others, declared, heirs, keeps },
    log(line) {
      details.push(line)
      log(line)
    },
  })
  core.audit.record({ type: 'change', by, verb: 'unwatch', object: root, change: 'forgotten', details })
}

function wouldDelete(root: string, ids: readonly ResourceId[]): InstallationError {
  const [first = ''] = ids
  const what = ids.length === 1 ? first : `${ids.length} resources: ${listNames(ids)}`
  return new InstallationError(exits.approval, `without ${root}, nothing declares ${what}; nothing was forgotten`, {
    remedy: `to delete that: \`reconcile serve --unwatch ${root} --delete\` (volumes keep their data); to have it run on as if it had been applied: --keep instead of --delete; or declare it in another directory, and name that with --watch`,
  })
}

function mayBeIn(root: string, going: readonly Accepted[]): InstallationError {
  const ids = listNames(going.map(({ id }) => id))
  return new InstallationError(exits.usage, `${root} is not there, and may declare ${ids}; nothing was forgotten`, {
    remedy: `bring it back, or forget it first: \`reconcile serve --unwatch ${root}\``,
  })
}

/** The readings of the directories; missing ones are left out. */
type Read = ReadonlyMap<string, readonly FileReading[]>

async function readOthers(core: Core, roots: readonly string[]): Promise<Read> {
  const there = roots.filter((root) => statSync(root, { throwIfNoEntry: false }))
  return new Map(await Promise.all(there.map(async (root) => [root, await filesIn(core, root)] as const)))
}

function claimsOf(read: Read): readonly Heir[] {
  return [...read].flatMap(([root, files]) =>
    files.flatMap((file) => file.manifests.map((manifest): Heir => ({ root, claim: { manifest, file } }))),
  )
}

/** The new owner of each resource, by serve's rules. */
function heirsOf(declared: readonly Accepted[], claims: readonly Heir[]): ReadonlyMap<ResourceId, Heir> {
  const claimed = groupBy(claims, ({ claim }) => claim.manifest.id)
  const heirs = declared.flatMap((each): [ResourceId, Heir][] => {
    const heir = heirOf(each, claimed)
    return heir ? [[each.id, heir]] : []
  })
  return new Map(heirs)
}

async function filesIn(core: Core, root: string): Promise<readonly FileReading[]> {
  const { reading } = await readWatched(core, { root, directories: [root], texts: new Map() })
  const broken = reading.files.filter(({ foreign, outside }) => !foreign && !outside).flatMap(({ errors }) => errors)
  const errors = [...reading.errors, ...broken]
  if (errors.length > 0)
    throw new InstallationError(exits.usage, errors.map(formatManifestError).join('; '), {
      remedy: `mend that, so that it can be told what ${root} declares; nothing was forgotten`,
    })
  return reading.files
}
