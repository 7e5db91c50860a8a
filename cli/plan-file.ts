import { createHash } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { errorText } from '../api/v1/language/caught-error.ts'
import { exits, InstallationError } from '../api/v1/installation/installation-error.ts'
import type { PlannedCall } from '../api/v1/installation/plan-answer.ts'
import { pick } from '../api/v1/language/pick.ts'
import { redactCall } from '../api/v1/redact/call.ts'
import { type AsAsked, askedFields, pullFields, type Pulling, type Source } from '../api/v1/installation/requests.ts'
import type { Planned } from './ask-plan.ts'
import type { Context } from './context.ts'
import { usageError } from './usage.ts'
import { timestamp } from '../api/v1/language/timestamp.ts'

/** A plan, and what it was made of. */
export interface PlanMade extends AsAsked, Pulling {
  /** As `-f` named them, against the working directory. */
  readonly files: readonly string[]
  /** They are those of one Compose project. */
  readonly isProject?: boolean
  /** Names of profiles and of files of variables, where options gave them. */
  readonly variables?: Readonly<Record<string, string>>
  readonly stack?: string
  /** What others made for the stacks is taken over. */
  readonly adopt?: boolean
  readonly sources: readonly Source[]
  readonly planned: Planned
}

/** A plan as `plan --out` keeps it. It has no text of a manifest and no value of a variable: it may be an artifact of a pipeline. */
export interface PlanFile extends AsAsked, Pulling {
  readonly version: 1
  /** ISO 8601. */
  readonly made: string
  readonly files: readonly string[]
  /** The working directory that it was made in. */
  readonly directory?: string
  readonly isProject?: boolean
  readonly variables?: Readonly<Record<string, string>>
  readonly stack?: string
  readonly adopt?: boolean
  /** SHA-256 in hex of each manifest, by its path from the working directory. */
  readonly manifests: Readonly<Record<string, string>>
  readonly changes: number
  readonly assumptions: readonly string[]
  readonly calls: readonly PlannedCall[]
}

const MOST_BYTES = 50_000_000
/** So many differences are told. */
const MOST_TOLD = 10

/** Keeps a plan for `apply FILE`, readable by its owner alone. Throws a usage error where it can't be written. */
export function writePlanFile(context: Context, path: string, plan: PlanMade): void {
  const { files, isProject, variables, stack, adopt, sources, planned } = plan
  const { changes, assumptions } = planned
  const calls = planned.calls.map(redactCall) // whatever is shown here
  const target = resolve(context.cwd, path)
  refuseOther(target, path)
  const kept: PlanFile = {
    version: 1,
    made: timestamp(context.now()),
    ...{ files, directory: resolve(context.cwd), ...(stack === undefined ? {} : { stack }) },
    ...(isProject ? { isProject } : {}),
    ...pick(plan, [...askedFields, ...pullFields]),
    ...(adopt ? { adopt } : {}),
    ...(variables && Object.keys(variables).length > 0 ? { variables } : {}),
    manifests: digestsOf(sources, context.cwd),
    ...{ changes, assumptions, calls },
  }
  try {
    if (existsSync(target)) chmodSync(target, 0o600) // a mode to write with is of a new file alone
    writeFileSync(target, `${JSON.stringify(kept, undefined, 2)}\n`, { mode: 0o600 })
  } catch (error) {
    throw usageError(`--out ${path}: ${errorText(error)}`, 'name a file in a directory that may be written to')
  }
}

/** A plan takes the place of an older plan alone. */
function refuseOther(target: string, path: string): void {
  if (!existsSync(target) || parse(tryRead(target))) return
  throw usageError(`--out ${path}: there is a file of that name, and it is no plan`, 'name another one')
}

function tryRead(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Reads what `plan --out` wrote. Throws a usage error where the file is none of those. */
export function readPlanFile({ cwd }: Pick<Context, 'cwd'>, path: string): PlanFile {
  const remedy = 'make one with `reconcile plan -f … --out FILE`; manifests are named with -f'
  let text: string
  try {
    text = readFileSync(resolve(cwd, path), 'utf8')
  } catch (error) {
    throw usageError(`reading the plan ${path}: ${errorText(error)}`, remedy)
  }
  const kept = text.length > MOST_BYTES ? undefined : parse(text)
  if (!kept) throw usageError(`${path} is no plan of this version of reconcile`, remedy)
  refuseElsewhere({ cwd, path }, kept)
  return kept
}

/** Paths of a plan are from where it was made, which in a pipeline is another checkout of the same files. */
function refuseElsewhere(at: { readonly cwd: string; readonly path: string }, { files, directory }: PlanFile): void {
  const missing = files.find((file) => !existsSync(resolve(at.cwd, file)))
  if (missing === undefined || directory === undefined || directory === resolve(at.cwd)) return
  throw usageError(
    `${missing} is not in ${at.cwd}, and ${at.path} was made of it in ${directory}`,
    `run it there, or in another checkout of it: cd ${directory} && reconcile apply ${resolve(at.cwd, at.path)}`,
  )
}

/** Refuses what is not what was planned: manifests that changed, or calls that are others now. `path` is the plan's. */
export function refuseMoved(
  { cwd }: Pick<Context, 'cwd'>,
  { path, kept }: { readonly path: string; readonly kept: PlanFile },
  { sources, planned }: { readonly sources: readonly Source[]; readonly planned: Planned },
): void {
  if (planned.errors.length > 0) throw moved(path, planned.errors)
  const [before, after] = [kept.manifests, digestsOf(sources, cwd)]
  const files = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (file) => before[file] !== after[file],
  )
  if (files.length > 0)
    throw moved(path, [...files.map((file) => fileWords(file, before, after)), ...elsewhere(cwd, kept)])
  const differences = [
    ...without(kept.calls, planned.calls).map((call) => `not any more: ${callWords(call)}`),
    ...without(planned.calls, kept.calls).map((call) => `now as well: ${callWords(call)}`),
  ]
  if (differences.length > 0) throw moved(path, differences)
}

function elsewhere(cwd: string, { directory }: PlanFile): readonly string[] {
  if (directory === undefined || directory === resolve(cwd)) return []
  return [`its paths were looked for in ${cwd}, and it was made in ${directory}`]
}

function moved(path: string, differences: readonly string[]): InstallationError {
  const rest = differences.length > MOST_TOLD ? [`and ${differences.length - MOST_TOLD} more`] : []
  const told = [...differences.slice(0, MOST_TOLD), ...rest].map((line) => `\n  ${line}`).join('')
  return new InstallationError(
    exits.failed,
    `what ${path} planned is not what would be done now; nothing was changed:${told}`,
    {
      remedy: 'make a new plan, look at it, and apply that',
    },
  )
}

function fileWords(
  file: string,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string {
  if (before[file] === undefined) return `${file} is new`
  return after[file] === undefined ? `${file} is gone` : `${file} has changed`
}

function callWords({ node, method, path, object }: PlannedCall): string {
  return `${method} ${path} on ${node} for ${object}`
}

/** The calls that others do not have: times and reasons are no part of a call. */
function without(calls: readonly PlannedCall[], others: readonly PlannedCall[]): readonly PlannedCall[] {
  const left = new Map<string, number>()
  for (const call of others) left.set(identity(call), (left.get(identity(call)) ?? 0) + 1)
  return calls.filter((call) => {
    const count = left.get(identity(call)) ?? 0
    left.set(identity(call), count - 1)
    return count <= 0
  })
}

function identity({ node, method, path, body, object, refused }: PlannedCall): string {
  return JSON.stringify([node, method, path, body ?? null, object, refused === undefined])
}

function digestsOf(sources: readonly Source[], cwd: string): Readonly<Record<string, string>> {
  const digest = (source: Source) =>
    'text' in source
      ? [[relative(cwd, source.file), createHash('sha256').update(source.text).digest('hex')] as const]
      : []
  return Object.fromEntries(sources.flatMap(digest))
}

function parse(text: string): PlanFile | undefined {
  try {
    const read = JSON.parse(text) as PlanFile
    const { version, files, manifests, calls } = read
    const isWhole = version === 1 && Array.isArray(files) && Array.isArray(calls) && typeof manifests === 'object'
    return isWhole ? read : undefined
  } catch {
    return undefined
  }
}
