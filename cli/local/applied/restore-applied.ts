import { errorText } from '../../../api/v1/language/caught-error.ts'
import type { Log } from '../../../api/v1/installation/log.ts'
import { noteTookOver } from '../../../controllers/holds/unseen-nodes.ts'
import { acceptApply, acceptWritten, type ApplyInput, type ApplyOutcome } from '../../../store/source/apply.ts'
import { allHolds } from '../../../store/source/facts/hold-facts.ts'
import { formatManifestError } from '../../../store/source/reading/format-error.ts'
import { type FileReading, type ResourceId, stacksOf } from '../../../store/source/reading/reading.ts'
import { readText } from '../../../store/source/reading/read-applied.ts'
import { withVariables } from '../../arguments/variables.ts'
import { accept } from '../accept.ts'
import { withBuildHashes } from '../request/build-hashes.ts'
import { type Core, desiredDirectory } from '../open/core.ts'
import { copiedStore } from '../plan/copied-store.ts'
import {
  type AppliedRequest,
  type AppliedStack,
  appliedStacks,
  keptOf,
  type OnBroken,
  writtenFile,
} from '../desired.ts'
import { withKept } from '../images/resolved-images.ts'
import { scaledAs } from '../request/replica-counts.ts'
import { readRequest } from '../request/read-request.ts'
import { readSideFile } from '../../../store/source/disk/side-file.ts'

/** Accepts again the saved applies that the state has lost. Running containers are then adopted by their labels. */
export async function restoreApplied(
  core: Core,
  log: Log,
  /** Only these stacks; absent: all. */
  stacks?: readonly string[],
): Promise<void> {
  const dir = desiredDirectory(core.home)
  const held = new Set(allHolds(core.store).flatMap(({ resources }) => stacksOf(resources)))
  // A stack that waits for approval, such as a new one with all its services, is not lost.
  const isLost = (stack: string) =>
    (stacks?.includes(stack) ?? true) && !held.has(stack) && core.store.by('Service', 'namespace', stack).size === 0
  const sayBroken: OnBroken = (stack, error) => log(brokenWords(`${dir}/${stack}`, stack, error), { level: 'error' })
  for (const stack of appliedStacks(dir).filter(isLost)) {
    const applied = keptOf(dir, stack, sayBroken)
    if (!applied) continue
    const onWrong = (words: string) => sayBroken(stack, words)
    const all: Taken = { files: [...ownFiles(core, applied, onWrong), ...writtenFiles(core, applied)], how: takenAgain }
    if (all.files.length === 0) continue
    // The sources of a build may no longer exist.
    const [whole, ...inTurn] = await Promise.all(
      [all, ...asItCameAbout(core, applied)].map(async ({ files, how }) => ({
        files: await withBuildHashes(files, { store: core.store }),
        how,
      })),
    ).catch((error: unknown) => {
      onWrong(errorText(error))
      return []
    })
    // Meanwhile another apply of it may have been accepted.
    if (!whole || !isLost(stack)) continue
    const isValid = inTurn.length > 0 && take({ ...core, store: copiedStore(core).store }, inTurn).errors.length === 0
    if (take(core, isValid ? inTurn : [whole]).created.length === 0) continue
    noteTookOver(core.store)
    log(`${stack}: the state had lost it; taken again from ${dir}/${stack}`)
  }
}

function brokenWords(directory: string, stack: string, error: unknown): string {
  return `error: ${stack}: ${directory}, which has what was applied last, is not whole: ${errorText(error)}; its containers are left as they are. next: apply its manifests again, or remove that directory if ${stack} is to be no more`
}

/** Accepts without the growth check, as all of it runs already. */
function takenAgain(input: ApplyInput): ApplyOutcome {
  return acceptApply({ ...input, mayGrow: () => true })
}

interface Taken {
  readonly files: readonly FileReading[]
  readonly how: (input: ApplyInput) => ApplyOutcome
}

/** Accepts readings in order. */
function take(core: Core, all: readonly Taken[]): Pick<ApplyOutcome, 'created' | 'errors'> {
  const outcomes = all.map(({ files, how }) => accept(core, withKept(files, core), { how }).accepted)
  return {
    created: outcomes.flatMap(({ created }) => created),
    errors: outcomes.flatMap(({ errors }) => errors),
  }
}

/**
 * Splits a saved apply into what was applied and later edits, to be accepted in turn: the next three-way apply then has the right base.
 * Empty if there were no edits.
 */
function asItCameAbout(core: Core, applied: AppliedStack): readonly Taken[] {
  const texts = ownFiles(core, { ...applied, written: [] }, () => undefined)
  const ids = new Set(texts.flatMap(({ manifests }) => manifests.map(({ id }) => id)))
  const written = writtenFiles(core, applied)
  const isEdited = ({ manifests }: FileReading) => manifests.some(({ id }) => ids.has(id))
  const edited = written.filter(isEdited)
  if (edited.length === 0) return []
  return [
    { files: [...texts, ...written.filter((file) => !isEdited(file))], how: takenAgain },
    { files: edited, how: acceptWritten },
  ]
}

/** Reads the saved texts of a stack: its objects that were not deleted since, each from the last apply of it. */
function ownFiles(
  core: Core,
  { stack, request, parts, deleted, written }: AppliedStack,
  onWrong: Counting['onWrong'],
): readonly FileReading[] {
  const gone = new Set([...deleted, ...written.map(({ id }) => id)])
  const later = new Set([...gone, ...parts.flatMap(({ ids }) => ids)])
  const isOfThis = (id: ResourceId) => stacksOf([id]).includes(stack)
  const ofParts = parts.flatMap((part) =>
    filesOf(core, part.request, { counts: (id) => isOfThis(id) && part.ids.includes(id) && !gone.has(id), onWrong }),
  )
  return byFile([...filesOf(core, request, { counts: (id) => isOfThis(id) && !later.has(id), onWrong }), ...ofParts])
}

/** Merges readings of the same file, as parts of it may come from different applies. */
function byFile(readings: readonly FileReading[]): readonly FileReading[] {
  const files = new Map<string, FileReading>()
  for (const reading of readings) {
    const before = files.get(reading.file)?.manifests ?? []
    files.set(reading.file, { ...reading, manifests: [...before, ...reading.manifests] })
  }
  return [...files.values()]
}

interface Counting {
  readonly counts: (id: ResourceId) => boolean
  /** Receives the errors of a text that was valid when it was applied. */
  readonly onWrong: (words: string) => void
}

function filesOf(core: Core, request: AppliedRequest, { counts, onWrong }: Counting): readonly FileReading[] {
  const first = readRequest(request, { isTaken: true })
  // Values of secrets are not saved here, but with the secrets.
  const reading = first.needs ? readRequest(withVariables(request, first.needs, {}), { isTaken: true }) : first
  if (reading.needs) return []
  if (reading.errors.length > 0) {
    onWrong(reading.errors.map(formatManifestError).join('; '))
    return []
  }
  return scaledAs(core, new Map(Object.entries(request.scale ?? {})), reading.files)
    .map((file) => ({ ...file, manifests: file.manifests.filter(({ id }) => counts(id)) }))
    .filter((file) => file.manifests.length > 0)
}

/** Reads the objects written over the API, which override the texts. */
function writtenFiles({ home, variable }: Core, { stack, written }: AppliedStack): readonly FileReading[] {
  const context = { stack, variable, readFile: readSideFile, written: true as const }
  return written.map(({ id, text }) => {
    const file = writtenFile(desiredDirectory(home), stack, id)
    return { ...readText({ file, text }, context, []), written: true as const }
  })
}
