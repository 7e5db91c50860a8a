import { ownValue } from '../../../api/v1/language/own-value.ts'
import type { V1Config, V1Secret } from '../../../api/v1/generated/types.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { bytesOfVariable } from '../../../api/v1/variable-bytes.ts'
import type { SecretValue } from '../../../api/v1/redact/secret-value.ts'
import type { StagedTree } from '../../../api/v1/installation/requests.ts'
import type { Content, Contents, FoundContent } from '../../../store/contents/contents.ts'
import { hasContentKey } from '../../../store/contents/disk.ts'
import type { RetainedContents } from '../../../store/contents/fixed.ts'
import type { Store } from '../../../store/objects/store.ts'
import { resourceIdOf } from '../../../store/source/reading/reading.ts'
import { type ContentGround, contentsOf } from '../open/contents.ts'
import { keyFiles } from '../open/core.ts'
import { stagedPath } from '../request/read-request.ts'

export interface PlanContentsOptions {
  readonly core: Omit<ContentGround, 'variable'>
  readonly store: Store
  /** The values of variables that an apply would save first. */
  readonly variables: Readonly<Record<string, string | null>>
  /** The contents that files give, by `Kind/stack/name`. */
  readonly declared: ReadonlyMap<string, SecretValue>
  readonly staged?: StagedTree | undefined
}

/** The contents of all Secrets and Configs as an apply would find them. */
export interface PlannedContents {
  /** By `Kind/stack/name`. */
  readonly contents: ReadonlyMap<string, Content>
  /** The retained copies of earlier ones. */
  readonly retained: RetainedContents
  /** What is assumed of their hashes, for people; absent where they are the hashes that an apply gets. */
  readonly assumed?: string
  /** A mark of the key that the hashes come from, which says nothing of it; absent where no key exists yet. */
  readonly key?: string
}

/** Said where no key exists yet, as before the first apply, which makes a random one. */
const KEYLESS =
  'the key for hashes of contents that the first apply makes is the one here: with another, the paths of secrets and configs ' +
  'differ, and the ids of tasks that mount them (`reconcile init` makes the key)'

/** Reads the contents that an apply would read; writes nothing. */
export async function planContents({
  core,
  store,
  variables,
  declared,
  staged,
}: PlanContentsOptions): Promise<PlannedContents> {
  const variable = (name: string) => ownValue(variables, name) ?? undefined
  const disk = await contentsOf({ ...core, variable }, { makesKey: false })
  const objects = [...store.list('Secret').values(), ...store.list('Config').values()]
  const read = objects.map(async (object): Promise<[string, Content]> => {
    const fresh = ownValue(variables, object.spec.environment ?? '')
    const id = resourceIdOf(object)
    const kept = declared.get(id)?.reveal()
    const bytes = bytesOfVariable(object, kept ?? fresh)
    const content: Content = bytes
      ? { found: true, bytes, hash: disk.hashOf(bytes, object.spec) }
      : await disk.read(readFrom(object, staged))
    return [id, content]
  })
  const contents = new Map(await Promise.all(read))
  const retained = new Map(await Promise.all(objects.map((object) => copiesOf(object, disk))))
  if (hasContentKey(keyFiles(core.home)))
    return { contents, retained, key: disk.hashOf(Buffer.from('key'), {}).slice(0, 8) }
  // Those that are being deleted are only taken off the hosts, by the paths on record.
  return { contents, retained, ...(objects.every(isBeingDeleted) ? {} : { assumed: KEYLESS }) }
}

async function copiesOf(object: V1Secret | V1Config, disk: Contents): Promise<[string, Map<string, FoundContent>]> {
  const hashes = [...(await disk.retain(object))]
  const read = await Promise.all(hashes.map((hash) => disk.read(object, hash)))
  return [resourceIdOf(object), new Map(read.flatMap((copy) => (copy.found ? [[copy.hash, copy] as const] : [])))]
}

function readFrom<O extends V1Secret | V1Config>(object: O, staged: StagedTree | undefined): O {
  const { file } = object.spec
  return file === undefined ? object : { ...object, spec: { ...object.spec, file: stagedPath(staged, file) } }
}

/** The hashes of the contents that were found; empty where no key exists yet, as another key would change them all. */
export function hashesOf({
  contents,
  assumed,
}: Pick<PlannedContents, 'contents' | 'assumed'>): ReadonlyMap<string, string> {
  if (assumed !== undefined) return new Map()
  return new Map([...contents].flatMap(([id, content]) => (content.found ? [[id, content.hash] as const] : [])))
}
