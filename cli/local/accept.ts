import { existsSync } from 'node:fs'
import { annotations } from '../../api/v1/labels.ts'
import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import type { ObjectOf } from '../../api/v1/kinds.ts'
import { redactObject } from '../../api/v1/redact/object.ts'
import { leftWords } from '../../controllers/service/act/left-data.ts'
import type { Store } from '../../store/objects/store.ts'
import { acceptApply, type ApplyInput, type ApplyOutcome, stacksIn } from '../../store/source/apply.ts'
import { formatManifestError } from '../../store/source/reading/format-error.ts'
import { missingFromFiles } from '../../store/source/facts/missing-facts.ts'
import { renamedStacks, stacksOfServices } from '../../store/source/acceptance/renamed-stacks.ts'
import { keptWords } from '../../store/source/acceptance/kept-words.ts'
import { objectOf } from '../../store/source/acceptance/origins.ts'
import { type FileReading, idsIn, type ResourceId } from '../../store/source/reading/reading.ts'
import type { Core } from './open/core.ts'
import { atPlaceOf } from './request/at-place-of.ts'
import { changesBetween } from './request/changes.ts'
import { leftStacks } from './request/left-stacks.ts'
import { replacedProjects } from './request/replaced-projects.ts'
import { sharedDataWarnings } from './shared-data.ts'
import { type Warning, warnings } from './warnings.ts'

/** How to accept readings, and how to report the changes. */
export interface AcceptOptions {
  readonly how?: ((input: ApplyInput) => ApplyOutcome) | undefined
  readonly mayGrow?: ApplyInput['mayGrow']
  readonly found?: ApplyInput['found']
  /** Whether a file exists, if not according to the disk. */
  readonly isThere?: ((file: string) => boolean) | undefined
  /** The directories, absolute, that were applied as a whole. */
  readonly directories?: readonly string[] | undefined
  /** Whether what others run for these stacks is taken over: it has its own data, so none is another one, renamed. */
  readonly adopt?: boolean | undefined
  /** Whether to show values that look secret. */
  readonly showValues?: boolean | undefined
}

/** Accepts readings into the store; returns the outcome, and events about what changed. */
export function accept(
  core: Core,
  files: readonly FileReading[],
  {
    how = acceptApply,
    showValues = false,
    isThere = existsSync,
    directories = [],
    adopt = false,
    ...more
  }: AcceptOptions = {},
): { accepted: ApplyOutcome; events: readonly ProgressEvent[] } {
  const { store, settings, clock } = core
  const before = new Map(idsIn(files).map((id) => [id, objectOf(store, id)]))
  const stacks = stacksOfServices(store)
  const out = missingFromFiles(store)
  const replaced = replacedProjects(store, files, isThere)
  const left = leftStacks(store, { directories, stacks: stacksIn(files), isThere })
  const accepted = how({ store, settings, now: clock.now(), files, isThere, ...more })
  const missing = accepted.deleted.map(({ id }) => id)
  const known = { before: stacks, holds: accepted.holds, missing, isThere, out }
  const renamed = adopt ? [] : renamedStacks(store, stacksIn(files), known)
  const olds = new Set(renamed.map(({ old }) => old))
  const about = [...renamed, ...left.filter(({ stack }) => !olds.has(stack))].map(({ message }) => message)
  const events = [
    ...warnings([...accepted.warnings.map(formatManifestError), ...about, ...replaced]),
    ...sharedData(store, before),
    ...changesOf(core, accepted, { before, showValues }),
  ]
  return { accepted, events }
}

/** The warnings about the services that `--scale` gives another number of replicas. */
function sharedData(store: Store, before: Before['before']): readonly Warning[] {
  return [...before].flatMap(([id, old]) => {
    const fresh = objectOf(store, id)
    if (fresh?.kind !== 'Service' || fresh.metadata.annotations?.[annotations.scaled] === undefined) return []
    return sharedDataWarnings(store, fresh, old?.kind === 'Service' ? old.spec.replicas : undefined)
  })
}

interface Before {
  readonly before: ReadonlyMap<ResourceId, ObjectOf | undefined>
  readonly showValues: boolean
}

/** One event per resource. */
function changesOf({ store }: Core, accepted: ApplyOutcome, { before, showValues }: Before): readonly ProgressEvent[] {
  const said = new Map<ResourceId, ProgressEvent>()
  const say = (
    object: ResourceId,
    change: 'created' | 'kept' | 'configured' | 'unchanged' | 'deleted' | 'forgotten',
    details: string[] = [],
  ) => said.set(object, { type: 'resource', object, change, ...(details.length > 0 ? { details } : {}) })
  // The outcome does not list unchanged resources, nor held ones that do not exist yet.
  for (const [id, old] of before) if (old) say(id, 'unchanged')
  for (const id of accepted.created) say(id, 'created')
  for (const id of accepted.kept ?? []) say(id, 'kept', [keptWords(store, id)])
  for (const id of accepted.waiting) say(id, 'created', ['when the old one is gone'])
  for (const id of accepted.changed) {
    const [old, fresh] = [before.get(id), objectOf(store, id)]
    const details =
      old && fresh
        ? changesBetween(atPlaceOf(fresh, old), fresh, showValues ? (object) => object : redactObject)
        : undefined
    // An object of which only our annotations changed, or the place of its files, counts as unchanged.
    say(id, details?.length === 0 ? 'unchanged' : 'configured', details)
  }
  for (const gone of accepted.deleted) say(gone.id, gone.change, whyGone(gone, store))
  return [...said.values()]
}

function whyGone({ id, because, stays }: ApplyOutcome['deleted'][number], store: Store): string[] {
  const left = stays ?? leftWords(id, store)
  return left === undefined ? [because] : [because, left]
}
