import { acceptApply, type ApplyInput, type ApplyOutcome } from '../../store/source/apply.ts'
import type { FileReading } from '../../store/source/reading.ts'
import { readText } from '../../store/source/read-applied.ts'
import { withVariables } from '../arguments/variables.ts'
import { accept } from './apply.ts'
import { withBuildHashes } from './request/build-hashes.ts'
import { type Core, desiredDirectory } from './open/core.ts'
import { type AppliedStack, readApplied, writtenFile } from './desired.ts'
import { withKept } from './images/resolved-images.ts'
import { readRequest } from './request/read-request.ts'
import { readSideFile } from '../../store/source/side-file.ts'

/** Accepts again what was applied and the state has lost: containers that run are then adopted by their labels. */
export async function restoreApplied(core: Core, log: (line: string) => void): Promise<void> {
  for (const applied of readApplied(desiredDirectory(core.home))) {
    if (core.store.by('Service', 'namespace', applied.stack).size > 0) continue
    const files = [...ownFiles(applied), ...writtenFiles(core, applied)]
    if (files.length === 0) continue
    const hashed = await withBuildHashes(files, { store: core.store, again: false })
    const { accepted } = accept(core, withKept(hashed, core), { how: takenAgain })
    if (accepted.created.length > 0)
      log(`${applied.stack}: the state had lost it; taken again from ${desiredDirectory(core.home)}/${applied.stack}`)
  }
}

/** What was applied once runs already, however much it is. */
function takenAgain(input: ApplyInput): ApplyOutcome {
  return acceptApply({ ...input, mayGrow: true })
}

/** Of the texts of an apply, what belongs to this stack and was not deleted since. */
function ownFiles({ stack, request, deleted, written }: AppliedStack): readonly FileReading[] {
  const first = readRequest(request)
  // What Secrets were made from is kept with the secrets, not here.
  const reading = first.needs ? readRequest(withVariables(request, first.needs, {})) : first
  if (reading.needs || reading.errors.length > 0) return []
  const gone = new Set([...deleted, ...written.map(({ id }) => id)])
  return reading.files
    .map((file) => ({
      ...file,
      manifests: file.manifests.filter(({ object, id }) => object.metadata.namespace === stack && !gone.has(id)),
    }))
    .filter((file) => file.manifests.length > 0)
}

/** What came over the API: it counts before what the texts say of the same object. */
function writtenFiles({ home, variable }: Core, { stack, written }: AppliedStack): readonly FileReading[] {
  const context = { stack, variable, readFile: readSideFile, written: true as const }
  return written.map(({ id, text }) => {
    const file = writtenFile(desiredDirectory(home), stack, id)
    return { ...readText({ file, text }, context, []), written: true as const }
  })
}
