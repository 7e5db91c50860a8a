import { resolutionWords } from '../../../api/v1/pinned-image.ts'
import { exits } from '../../../api/v1/installation/installation-error.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { refOf } from '../../../api/v1/metadata.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { UndoRequest } from '../../../api/v1/installation/requests.ts'
import { broughtAbout, servicesNamed } from '../brought-about.ts'
import { changesBetween, undoneTo } from '../request/changes.ts'
import type { Core } from '../open/core.ts'
import { refuseInvalid } from '../refuse-invalid.ts'
import { tellingChanges } from '../watched/changing-files.ts'
import { saveEdits } from '../watched/save-edits.ts'
import { isWatched } from '../watched/file.ts'
import { askedOf } from '../waiting/view/overridden.ts'
import { refuseLostFiles } from './refuse-lost-files.ts'
import { refuseLostImage } from './refuse-lost-image.ts'
import { otherContents, type Rollback, rollbackOf } from './rollback.ts'
import { undoInFile } from './undo-file.ts'

/**
 * Rolls services back to earlier revisions: applied ones in the state, those of a watched tree in the file, where that is the source of
 * truth.
 */
export async function* undo(core: Core, request: UndoRequest): AsyncGenerator<ProgressEvent> {
  const { refs, toRevision, signal } = request
  const chosen = refs.map((ref) => rollbackOf(core, ref, toRevision))
  for (const rollback of chosen) {
    if (rollback.isThere) continue
    refuseLostFiles(core, rollback)
    await refuseLostImage(core, rollback, signal)
  }
  const all = chosen.map((rollback) => asOfNow(core, rollback))
  const due = all.filter(({ isThere }) => !isThere)
  refuseInvalid(
    core,
    due.map(({ wanted }) => wanted),
  )
  // Checks all file edits before the first is written, so that either all are undone or none.
  if (due.length > 1) for (const each of due) if (isInFile(core, each)) await undoInFile(core, each)
  for (const rollback of due)
    if (isInFile(core, rollback))
      yield* tellingChanges(core, [`Service/${rollback.key}`], () => written(core, asOfNow(core, rollback)))
  const inState = all.filter((rollback) => rollback.isThere || !isInFile(core, rollback))
  const done = inState.map((rollback) =>
    rollback.isThere ? skipped(core, rollback) : undone(core, asOfNow(core, rollback)),
  )
  if (due.length === 0) {
    yield* done
    return yield { type: 'outcome', exit: exits.converged, message: 'nothing is to be undone' }
  }
  const asked = askedOf(
    core.store,
    all.map(({ key }) => key),
    ['template'],
  )
  const stacks = refs.map(({ namespace }) => namespace)
  yield* broughtAbout(core, request, { done, stacks, ...servicesNamed(refs), asked })
}

/** Computes the rollback again for the present service, as it may have changed while engines were asked or a file was written. */
function asOfNow(core: Core, { service, revision }: Rollback): Rollback {
  return rollbackOf(core, refOf(service), revision.spec.number)
}

/** Whether the undo is written to a watched file. What a tag referred to is in none, but in the state. */
function isInFile(core: Core, { key, hasTemplate }: Rollback): boolean {
  return !hasTemplate && isWatched(core, `Service/${key}`)
}

function skipped({ store }: Core, rollback: Rollback): ProgressEvent {
  const { key, revision } = rollback
  const others = otherContents(rollback, store)
  const but = others.length === 0 ? [] : [`no undo brings back what ${others.join(', ')} had then`]
  const details = [`skipped rollback: the current template already matches revision ${revision.spec.number}`, ...but]
  return { type: 'resource', object: `Service/${key}`, change: 'unchanged', details }
}

async function* written(core: Core, rollback: Rollback): AsyncGenerator<ProgressEvent> {
  const { revision, service } = rollback
  const file = await undoInFile(core, rollback)
  const message = `Undo ${service.metadata.name} to revision ${revision.spec.number}`
  for await (const event of saveEdits(core, [file], { change: 'undone', message }))
    yield event.type === 'resource' ? { ...event, details: [words(rollback), ...(event.details ?? [])] } : event
}

/** Updates an applied service to its revision. */
export function bringBack(
  { store, clock }: Pick<Core, 'store' | 'clock'>,
  { key, wanted, revision }: Pick<Rollback, 'key' | 'wanted' | 'revision'>,
): void {
  store.update('Service', key, (draft) => {
    draft.spec.template = wanted.spec.template
    draft.metadata.annotations = {
      ...wanted.metadata.annotations,
      [annotations.undone]: undoneTo(revision.spec.number, clock.now()),
    }
  })
}

function undone(core: Core, rollback: Rollback): ProgressEvent {
  const { key, service, wanted, ran } = rollback
  bringBack(core, rollback)
  const changes = changesBetween({ ...service, metadata: wanted.metadata }, wanted)
  const isImage = changes.length === 0 && ran !== undefined
  const image = isImage ? [`image ${wanted.spec.template.image} as ${resolutionWords(ran)}`] : []
  return {
    type: 'resource',
    object: `Service/${key}`,
    change: 'undone',
    details: [words(rollback), ...changes, ...image],
  }
}

function words({ revision }: Rollback): string {
  return `to revision ${revision.spec.number}`
}
