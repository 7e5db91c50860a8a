import { existsSync } from 'node:fs'
import type { Log } from '../../../api/v1/installation/log.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import { buildTag } from '../../../controllers/service/target.ts'
import type { Key } from '../../../store/objects/store.ts'
import { DESIRED } from '../../../store/source/acceptance/accepted.ts'
import type { AcceptedChange } from '../../../store/source/acceptance/accepted-changes.ts'
import { diskFiles } from '../../../store/source/disk/disk-files.ts'
import { type FileReading, servicesIn } from '../../../store/source/reading/reading.ts'
import { treeEqualsHead } from '../../../store/source/disk/git-clean.ts'
import { type Source, startSource } from '../../../store/source/source.ts'
import { withBuildHashes } from '../request/build-hashes.ts'
import { withHashesOf } from '../develop/hashes-of.ts'
import type { Sources } from '../develop/sources.ts'
import type { Core } from '../open/core.ts'
import { hostsTold } from '../waiting/hosts-told.ts'
import { noteServedBy } from '../../git/served-by.ts'
import { pushSettler } from '../../git/settle-push.ts'
import { readers } from '../request/read-request.ts'
import { keepContents } from '../request/staged-contents.ts'
import { recordAccepted } from '../audit/record-changes.ts'
import { leaveApplied } from './leave-applied.ts'

export interface RootsOptions {
  readonly core: Core
  readonly loops: Loops
  /** Absolute paths of the watched directories. */
  readonly roots: readonly string[]
  readonly log: Log
  /** Follows the accepted services for `develop.watch`, and triggers rebuilds; absent: disabled. */
  readonly sources?: Sources | undefined
}

/**
 * Sets `unread` until the directories are read (`startRoots`). The state may be older than their files, by a change while no serve ran or
 * as it is from a backup: what was declared last is not carried out before.
 */
export function noteUnread({ unread }: Pick<Core, 'unread'>, roots: readonly string[]): void {
  unread?.next(roots.length > 0)
}

/** Watches directories. Variables of their Compose files come from this process's environment. */
export function startRoots({ core, loops, roots, log, sources }: RootsOptions): Source {
  const { store, clock, settings, variable } = core
  const rebuilt = new Map<string, Set<Key>>()
  const recorded = recordAccepted(core.audit)
  for (const root of roots) noteServedBy(root, core.home)
  const source = startSource({
    ...{ roots, store, clock, settings, readers, variable, treeEqualsHead },
    files: diskFiles,
    settlePush: pushSettler(clock, (line, about) => log(line, { loop: 'source', ...about })),
    isThere: existsSync,
    log: (line, about) => log(line, { loop: 'source', ...about }),
    onAccepted(changes, head) {
      recorded(changes, head)
      if (changes.some(isTakenOver)) leaveApplied(core)
    },
    hostsReady: hostsTold(loops.inventory),
    hasVolume: (name) => loops.inventory.hosts().some(({ volumes }) => volumes.has(name)),
    onCounting(manifests) {
      keepContents(core, manifests, log)
      sources?.take(roots, manifests)
    },
    async finish(file) {
      const alone = rebuilt.get(file.file)
      rebuilt.delete(file.file)
      const hashed = sources?.hashing(alone ?? servicesIn([file]).map(keyOf))
      const read = alone
        ? await withHashesOf(alone, file, store)
        : ((await withBuildHashes([file], { store }))[0] ?? file)
      hashed?.((key) => imageIn(read, key))
      return read
    },
  })
  void source.firstReadingDone.then(() => {
    core.unread?.next(false)
    // For a process that ended between accepting and this.
    leaveApplied(core)
  })
  sources?.rebuilds((file, key) => {
    rebuilt.set(file, new Set([...(rebuilt.get(file) ?? []), key]))
    source.readAgain(file)
  })
  return source
}

/** Whether a resource moved from an apply to a watched directory. */
function isTakenOver({ before, after }: AcceptedChange): boolean {
  const rootOf = (object: ObjectOf | undefined) => object?.metadata.annotations?.[annotations.root]
  return rootOf(before) === DESIRED && rootOf(after) !== DESIRED
}

/** The image that a service's build produces. */
function imageIn({ manifests }: FileReading, key: Key): string | undefined {
  const service = manifests.map(({ object }) => object).find((each) => each.kind === 'Service' && keyOf(each) === key)
  return service?.kind === 'Service' && service.spec.template.build ? buildTag(service) : undefined
}
