import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import type { Inclusion, ManifestError } from '../../../api/v1/provenance.ts'
import { type Accepted, DESIRED } from '../acceptance/accepted.ts'
import { besideProjects } from './beside-project.ts'
import { declaredBy } from '../acceptance/losses.ts'
import { declaringNothing, type FileReading, type ResourceId, stacksOf } from './reading.ts'
import { unlisted } from './unlisted.ts'

type Files = ReadonlyMap<string, FileReading>

/**
 * Returns the readings with parts of other files, and files beside their directory's project, declaring nothing by themselves. A broken
 * file keeps its former parts, which must not become stacks of their own by a slip in another file (S1). A file from which resources run
 * stays a file of its own even if another one extends its services; including it is an error, as those resources would be deleted.
 */
export function withoutParts(root: string, read: Files, accepted: ReadonlyMap<ResourceId, Accepted>): Files {
  const known = knownOf(root, accepted)
  const files = root === DESIRED ? read : withUnlisted(read, known)
  const emptied = new Set<string>()
  const judged = new Map<string, FileReading>()
  for (const reading of files.values()) {
    // Where the main file can't be parsed, only COMPOSE_FILE tells that these are its parts.
    for (const part of reading.listed?.slice(1) ?? []) if (!known.has(part)) emptied.add(part)
    if (emptied.has(reading.file)) continue
    const running = partsOf(reading, known).filter((part) => runsApart(part, reading, known))
    for (const part of partsOf(reading, known)) if (!running.includes(part)) emptied.add(part)
    const wrong = (reading.included ?? []).filter(({ file }) => running.includes(file))
    if (wrong.length > 0) judged.set(reading.file, refusal(reading, wrong, { root, known }))
  }
  const [isPart, isRunning] = [(file: string) => emptied.has(file), (file: string) => known.has(file)]
  for (const [file, passed] of besideProjects({ files, isPart, isRunning })) judged.set(file, passed)
  if (emptied.size + judged.size === 0) return files
  const settled = (reading: FileReading) =>
    isPart(reading.file) ? declaringNothing(reading) : (judged.get(reading.file) ?? reading)
  return new Map([...files].map(([file, reading]) => [file, settled(reading)]))
}

function withUnlisted(files: Files, known: Known): Files {
  const kept = [...known].flatMap(([file, { listed }]) => {
    const reading = listed && files.get(file)
    return (reading && unlisted(reading, listed, files)) ?? []
  })
  return kept.length === 0 ? files : new Map([...files, ...kept.map((each) => [each.file, each] as const)])
}

/** By file of a root, what was accepted from it and which files were part of it then. */
type Known = ReadonlyMap<string, KnownFile>

interface KnownFile {
  readonly ids: ResourceId[]
  readonly parts: Set<string>
  /** The files that COMPOSE_FILE named then. */
  listed?: readonly string[]
}

function knownOf(root: string, accepted: ReadonlyMap<ResourceId, Accepted>): Known {
  const byFile = new Map<string, KnownFile>()
  for (const { id, file, parts, listed } of declaredBy(root, accepted)) {
    const known: KnownFile = byFile.get(file) ?? { ids: [], parts: new Set() }
    byFile.set(file, known)
    known.ids.push(id)
    if (listed) known.listed = listed
    for (const part of parts ?? []) known.parts.add(part)
  }
  return byFile
}

function partsOf(reading: FileReading, known: Known): readonly string[] {
  const before = reading.errors.length > 0 ? (known.get(reading.file)?.parts ?? []) : []
  return [...new Set([...(reading.parts ?? []), ...before])].filter((part) => part !== reading.file)
}

/** Whether resources run from a part that the whole file would not declare. */
function runsApart(part: string, { manifests }: FileReading, known: Known): boolean {
  const ids = new Set(manifests.map(({ id }) => id))
  return known.get(part)?.ids.some((id) => !ids.has(id)) ?? false
}

function refusal(
  reading: FileReading,
  included: readonly Inclusion[],
  { root, known }: { readonly root: string; readonly known: Known },
): FileReading {
  const errors = included.map(({ file, place, path }): ManifestError => {
    const stacks = stacksOf(known.get(file)?.ids ?? [])
    const end =
      root === DESIRED
        ? `end that stack first: reconcile delete --stack ${stacks.join(', ')}`
        : 'to end that stack, include the file by a new name, then rename it'
    const message = `${file} also runs as the stack ${stacks.join(', ')}: take this out; or, ${end}`
    return { place, path, message }
  })
  const reason = reading.errors.length > 0 ? reading.reason : sourceReasons.invalid
  return { ...reading, reason, manifests: [], errors: [...reading.errors, ...errors] }
}
