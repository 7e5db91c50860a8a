import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import { redactObject } from '../../api/v1/redact/object.ts'
import { acceptApply, type ApplyInput, type ApplyOutcome, stacksIn } from '../../store/source/apply.ts'
import { formatManifestError } from '../../store/source/reading/format-error.ts'
import { objectOf } from '../../store/source/acceptance/origins.ts'
import { type FileReading, idsIn, type ResourceId } from '../../store/source/reading/reading.ts'
import type { Core } from './open/core.ts'
import { changesBetween } from './request/changes.ts'
import { renamedStacks, stacksOfServices } from './request/renamed-stacks.ts'
import { replacedProjects } from './request/replaced-projects.ts'

/** How readings are accepted, and told. */
export interface AcceptOptions {
  readonly how?: ((input: ApplyInput) => ApplyOutcome) | undefined
  readonly mayGrow?: ApplyInput['mayGrow']
  /** With the values that look secret. */
  readonly showValues?: boolean | undefined
}

/** Accepts readings, and says what that changed. */
export function accept(
  core: Core,
  files: readonly FileReading[],
  { how = acceptApply, showValues = false, ...more }: AcceptOptions = {},
): { accepted: ApplyOutcome; events: readonly ProgressEvent[] } {
  const ids = idsIn(files)
  const before = new Map(ids.map((id) => [id, objectOf(core.store, id)]))
  const { store, settings, clock } = core
  const stacks = stacksOfServices(store)
  const replaced = replacedProjects(store, files)
  const accepted = how({ store, settings, now: clock.now(), files, ...more })
  const said = new Map<ResourceId, ProgressEvent>()
  const say = (
    object: ResourceId,
    change: 'created' | 'configured' | 'unchanged' | 'deleted' | 'forgotten',
    details: string[] = [],
  ) => said.set(object, { type: 'resource', object, change, ...(details.length > 0 ? { details } : {}) })
  // What is the same in the same file is in no list of the outcome, nor is what is held before it is made.
  for (const id of ids.filter((each) => before.get(each))) say(id, 'unchanged')
  for (const id of accepted.created) say(id, 'created')
  for (const id of accepted.waiting) say(id, 'created', ['when the old one is gone'])
  for (const id of accepted.changed) {
    const [old, fresh] = [before.get(id), objectOf(store, id)]
    const details =
      old && fresh ? changesBetween(old, fresh, showValues ? (object) => object : redactObject) : undefined
    // What only notes who declares it is as it was, for people.
    say(id, details?.length === 0 ? 'unchanged' : 'configured', details)
  }
  for (const { id, change, because, stays } of accepted.deleted) say(id, change, stays ? [because, stays] : [because])
  const warnings = accepted.warnings.map((warning) => ({
    type: 'warning' as const,
    message: formatManifestError(warning),
  }))
  const renamed = renamedStacks(store, stacksIn(files), { before: stacks, holds: accepted.holds })
  const projects = [...renamed, ...replaced].map((message) => ({ type: 'warning' as const, message }))
  return { accepted, events: [...warnings, ...projects, ...said.values()] }
}
