import { groupBy } from '../../../api/v1/language/group-by.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { planSaved, type SavedInput } from '../../../store/source/apply.ts'
import { handOver } from '../../../store/source/acceptance/hand-over.ts'
import type { Inheritance } from '../../../store/source/acceptance/losses.ts'
import { otherRoots, type RootTelling, unreadAfter } from '../../../store/source/acceptance/other-roots.ts'
import type { AcceptancePlan } from '../../../store/source/acceptance/plan.ts'
import { claimsIn } from '../../../store/source/facts/claim-facts.ts'
import { diskFiles } from '../../../store/source/disk/disk-files.ts'
import { mountsOf } from '../../../store/source/disk/mounts.ts'
import type { FileReading, ResourceId } from '../../../store/source/reading/reading.ts'
import type { Core } from '../open/core.ts'
import { readWatched, type WatchedReading } from '../watched/reading.ts'
import { rootsOf } from '../watched/roots.ts'

/** Files of one watched directory. */
export interface SavedFiles extends Pick<SavedInput, 'files' | 'directories' | 'incomplete'> {
  readonly root: string
  /** All files of a directory that was read here; absent: `files` has those that matter. */
  readonly seen?: WatchedReading['seen']
}

/** Files of a watched directory that a plan is not about, and that take something over with it. */
export interface Heirs extends SavedFiles, Pick<WatchedReading, 'variables'> {}

/** What watched directories hand over to one another with a plan, and what has to be known of the others to accept the files of one. */
export interface BetweenRoots {
  readonly of: (root: string) => Pick<SavedInput, 'others' | 'mayDelete'>
  readonly heirs: readonly Heirs[]
  /** For each resource handed over, in words where it is declared. */
  readonly moved: ReadonlyMap<ResourceId, string>
  readonly events: readonly ProgressEvent[]
}

const nothing: BetweenRoots = { of: () => ({}), heirs: [], moved: new Map(), events: [] }

/**
 * Hands over, in the store of `core`, which must be a copy, what these files of watched directories let go of and another directory
 * declares, or the other way round, as `serve` does it. The other directories are read as they are on the disk, and only where it matters.
 */
export async function handOverBetween(
  core: Core,
  about: readonly SavedFiles[],
  isThere: SavedInput['isThere'],
): Promise<BetweenRoots> {
  const named = new Set(about.map(({ root }) => root))
  const beside = rootsOf(core.store, []).filter((root) => !named.has(root))
  const input = ({ root: _, ...files }: SavedFiles): SavedInput => {
    const { store, settings, clock } = core
    return { ...files, store, settings, now: clock.now(), isThere }
  }
  const alone = await withMounts(about)
  const isConcerned = (each: SavedFiles) => concernsOthers(planSaved(input(each), each.root))
  if (named.size + beside.length < 2 || !alone.some(isConcerned)) return nothing
  const others = await Promise.all(beside.map((root) => readBeside(core, root)))
  const all = [...alone, ...(await withMounts(others))]
  const of = besides(core, all, new Map(all.map((each) => [each.root, tellingOf(each, input)])))
  const plans = all.map((each) => ({ ...each, plan: planSaved({ ...input(each), ...of(each.root) }, each.root) }))
  const inherited = plans.flatMap(({ root, plan }) =>
    plan.actions.flatMap((each) =>
      each.do === 'hand over' && (named.has(root) || named.has(each.heir.root)) ? [each] : [],
    ),
  )
  for (const { accepted, heir } of inherited) handOver(core.store, accepted, heir)
  const held = plans.filter(({ root }) => named.has(root)).flatMap((each) => unjudged(each, of(each.root), all))
  return { of, heirs: heirsAmong(others, inherited), moved: new Map(inherited.map(movedWords)), events: held }
}

/** Whether it matters what other directories declare. */
function concernsOthers({ missing, disputed }: AcceptancePlan): boolean {
  return missing.size + disputed.size > 0
}

async function withMounts<T extends SavedFiles>(
  all: readonly T[],
): Promise<readonly (T & Pick<SavedInput, 'mountOf'>)[]> {
  return await Promise.all(all.map(async (each) => ({ ...each, mountOf: (await mountsOf(diskFiles, each.root)).of })))
}

async function readBeside(core: Core, root: string): Promise<Heirs> {
  const { reading, ...seen } = await readWatched(core, { root, directories: [root], texts: new Map() })
  return { root, directories: [root], files: reading.files, ...seen }
}

function tellingOf(each: SavedFiles, input: (files: SavedFiles) => SavedInput): RootTelling {
  const { disputed, missing } = planSaved(input(each), each.root)
  const { root: id, incomplete } = each
  const files = each.seen ?? new Map(each.files.map((file) => [file.file, file]))
  const before = { disputed: new Map(), unread: claimsIn(input(each).store, id) }
  const unread = unreadAfter(before, { files, incomplete }, disputed)
  return { id, disputed, unread, history: { missing } }
}

function besides({ allWhole }: Core, all: readonly SavedFiles[], tellings: ReadonlyMap<string, RootTelling>) {
  return (root: string): Required<ReturnType<BetweenRoots['of']>> => {
    const areWhole = all.every((each) => each.root === root || each.incomplete === undefined)
    return { others: otherRoots(tellings, root), mayDelete: allWhole?.() ?? areWhole }
  }
}

function heirsAmong(others: readonly Heirs[], inherited: readonly Inheritance[]): readonly Heirs[] {
  const files = groupBy(inherited, ({ heir }) => heir.claim.file.file)
  const taking = ({ file }: FileReading) => files.has(file)
  return others.flatMap((each) => {
    const own = each.files.filter(taking)
    return own.length === 0 ? [] : [{ ...each, files: own }]
  })
}

function movedWords({ accepted, heir }: Inheritance): readonly [ResourceId, string] {
  return [accepted.id, `${heir.claim.file.file} declares it, and ${accepted.file} does not any more`]
}

/** Says that nothing is deleted before all other directories can be read completely: what is missing may have moved there. */
function unjudged(
  { root, plan: { missing } }: SavedFiles & { readonly plan: AcceptancePlan },
  { mayDelete = true }: ReturnType<BetweenRoots['of']>,
  all: readonly SavedFiles[],
): readonly ProgressEvent[] {
  if (mayDelete || missing.size === 0) return []
  const away = all.find((each) => each.root !== root && each.incomplete)
  const until = away
    ? `${away.root} can be read completely (${away.incomplete?.message})`
    : 'all other directories are read'
  const message = `${listNames([...missing.keys()])}: in no file of ${root} any more, and kept until ${until}: it may have moved there`
  return [{ type: 'warning', message }]
}
