import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { errorText } from '../../api/v1/language/caught-error.ts'
import type { PlannedCall } from '../../api/v1/installation/plan-answer.ts'
import { isKeptPlan } from '../../api/v1/installation/kept-plan.ts'
import { pick } from '../../api/v1/language/pick.ts'
import { redactCall } from '../../api/v1/redact/call.ts'
import { type AsAsked, askedFields, pullFields, type Pulling, type Source } from '../../api/v1/installation/requests.ts'
import { variablesOf } from '../arguments/manifest-options.ts'
import { readInputBytes, readPipeBytes } from '../arguments/read-source.ts'
import type { Asked, Planned } from './ask-plan.ts'
import type { Context } from '../context.ts'
import { outputFile, writeWhole } from '../output-file.ts'
import { type Surroundings, surroundingsOf } from './plan-surroundings.ts'
import { usageError } from '../usage.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/** The command line that a plan is made from, and that its `apply` goes by. */
interface Asking {
  /** The paths given with `-f`, relative to the working directory. */
  readonly files: readonly string[]
  /** Whether the files are those of one Compose project. */
  readonly isProject?: boolean
  /** Values of the profile and env-file options, where given. */
  readonly variables?: Readonly<Record<string, string>>
  /** The files of the env-file option, as given; `apply` reads them again. */
  readonly envFile?: readonly string[]
  readonly stack?: string
  /** Whether existing objects of others are adopted. */
  readonly adopt?: boolean
  /** Whether what no file declares is deleted. */
  readonly prune?: boolean
}

/** A plan, and the request that it was made from. */
export interface PlanMade extends Asking, AsAsked, Pulling, Pick<Asked, 'needs'> {
  readonly sources: readonly Source[]
  readonly planned: Planned
}

/** The file that `plan --out` writes. It holds no manifest text, and of the calls no value that looks secret. */
export interface PlanFile extends Asking, AsAsked, Pulling, Surroundings {
  readonly version: 1
  /** ISO 8601. */
  readonly made: string
  /** The working directory of `plan`. */
  readonly directory?: string
  /** SHA-256 in hex of each manifest, by its path relative to the working directory. */
  readonly manifests: Readonly<Record<string, string>>
  readonly changes: number
  readonly assumptions: readonly string[]
  readonly calls: readonly PlannedCall[]
}

const MOST_BYTES = 50_000_000

/** Writes a plan for `apply FILE`, readable by its owner only. Throws a usage error where it can't be written. */
export async function writePlanFile(context: Context, path: string, plan: PlanMade): Promise<void> {
  const { files, isProject, variables = {}, envFile, stack, adopt, sources, planned } = plan
  const { COMPOSE_ENV_FILES: _, ...others } = variables
  const { changes, assumptions } = planned
  const calls = planned.calls.map(redactCall) // redacted even with --show-values
  const target = planTarget(context, path)
  const made = timestamp(context.now())
  const kept: PlanFile = {
    version: 1,
    made,
    ...{ files, directory: resolve(context.cwd), ...(stack === undefined ? {} : { stack }) },
    ...(isProject ? { isProject } : {}),
    ...pick(plan, [...askedFields, ...pullFields]),
    ...(adopt ? { adopt } : {}),
    ...pick(plan, ['prune']),
    ...(Object.keys(others).length > 0 ? { variables: others } : {}),
    ...(envFile?.length ? { envFile } : {}),
    manifests: digestsOf(sources, context.cwd),
    ...surroundingsOf(context, plan, made),
    ...{ changes, assumptions, calls },
  }
  await writeWhole(target, [`${JSON.stringify(kept, undefined, 2)}\n`])
}

/** Where to write a plan. Throws a usage error unless the path is free or holds an older plan. */
export function planTarget({ cwd }: Pick<Context, 'cwd'>, path: string): string {
  const remedy = 'name a file; for a program, `plan -o json` prints the calls'
  if (path === '-') throw usageError('--out -: a plan to apply is kept in a file', remedy)
  const target = outputFile(cwd, path, remedy)
  const found = statSync(target, { throwIfNoEntry: false })
  if (found?.isDirectory()) throw usageError(`--out ${path}: that is a directory`, 'name a file in it, or another one')
  if (!found || (found.size <= MOST_BYTES && parse(tryRead(target)))) return target
  throw usageError(`--out ${path}: there is a file of that name, and it is no plan`, 'name another one')
}

function tryRead(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

type Reading = Pick<Context, 'cwd' | 'env' | 'terminal' | 'signal'>

/** Reads a file that `plan --out` wrote; `-` is standard input. Throws a usage error if it is no plan. */
export async function readPlanFile(context: Reading, path: string): Promise<PlanFile> {
  const remedy = 'make one with `reconcile plan -f … --out FILE`; manifests are named with -f'
  let text: string
  try {
    text = await textOf(context, path)
  } catch (error) {
    context.signal.throwIfAborted()
    throw usageError(`reading the plan ${path}: ${errorText(error)}`, remedy)
  }
  const kept = parse(text)
  if (!kept) throw usageError(`${path} is no plan of this version of reconcile`, remedy)
  refuseElsewhere({ cwd: context.cwd, path }, kept)
  return { ...kept, variables: { ...kept.variables, ...variablesOf(context, pick(kept, ['envFile'])) } }
}

async function textOf({ cwd, terminal, signal }: Reading, path: string): Promise<string> {
  const limits = { signal, most: MOST_BYTES, terminal }
  if (path === '-') return String(await readInputBytes(limits))
  const file = resolve(cwd, path)
  const found = statSync(file)
  if (found.isFIFO()) return String(await readPipeBytes(file, limits))
  if (!found.isFile() && !found.isDirectory()) throw new Error('that is no regular file')
  return found.size > MOST_BYTES ? '' : readFileSync(file, 'utf8')
}

/** Paths in a plan are relative to where it was made. In a pipeline, apply may run in another checkout of the same files. */
function refuseElsewhere(
  at: { readonly cwd: string; readonly path: string },
  { files, envFile = [], directory }: PlanFile,
): void {
  const missing = [...files, ...envFile].find((file) => !existsSync(resolve(at.cwd, file)))
  if (missing === undefined || directory === undefined || directory === resolve(at.cwd)) return
  throw usageError(
    `${missing} is not in ${at.cwd}, and ${at.path} was made of it in ${directory}`,
    `run it there, or in another checkout of it: cd ${directory} && reconcile apply ${resolve(at.cwd, at.path)}`,
  )
}

/** The digest of each manifest, by its path relative to the working directory. Plans that are kept beside the manifests are none. */
export function digestsOf(sources: readonly Source[], cwd: string): Readonly<Record<string, string>> {
  const digest = (source: Source) =>
    'text' in source && !parse(source.text)
      ? [[relative(cwd, source.file), createHash('sha256').update(source.text).digest('hex')] as const]
      : []
  return Object.fromEntries(sources.flatMap(digest))
}

function parse(text: string): PlanFile | undefined {
  try {
    const read: unknown = JSON.parse(text)
    return isKeptPlan(read) ? (read as PlanFile) : undefined
  } catch {
    return undefined
  }
}
