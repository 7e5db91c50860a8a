import type { Context } from '../context.ts'
import { usageError } from '../usage.ts'
import { apply, type ApplyOptions } from './apply.ts'

export interface AdoptOptions extends Omit<ApplyOptions, 'fromSwarm'> {
  /** A swarm stack, to be printed as manifests, or moved to those given with -f. */
  readonly fromSwarm?: string
  readonly out?: string
  /** Whether to print values that look secret, of a swarm stack. */
  readonly showValues?: boolean
}

/** Takes over what docker compose, a person, or a swarm made for a stack: `apply --adopt` of the project's files. */
export async function adopt(context: Context, project: string | undefined, options: AdoptOptions): Promise<number> {
  const { stack, fromSwarm, out, showValues, ...rest } = options
  if (fromSwarm !== undefined) return await adoptFromSwarm(context, { ...options, named: [project, stack] }, fromSwarm)
  const alone = out !== undefined ? '--out' : showValues ? '--show-values' : undefined
  if (alone !== undefined) throw usageError(`${alone} is of --from-swarm`, 'say which stack: --from-swarm STACK')
  if (project !== undefined && stack !== undefined && project !== stack)
    throw usageError(`adopt ${project} is of the stack ${project}, and --stack says ${stack}`, 'leave one of them out')
  const named = project ?? stack
  return await apply(context, undefined, {
    ...rest,
    adopt: true,
    ...(named === undefined ? {} : { stack: named, project: named }),
  })
}

async function adoptFromSwarm(
  context: Context,
  { named, out, showValues, ...options }: AdoptOptions & { readonly named: readonly (string | undefined)[] },
  fromSwarm: string,
): Promise<number> {
  const other = named.find((each) => each !== undefined && each !== fromSwarm)
  if (other !== undefined) throw usageError(`--from-swarm is of ${fromSwarm}, not ${other}`, 'leave one of them out')
  if (options.file?.length && out !== undefined)
    throw usageError('--out writes manifests, and -f moves to them', 'first with --out, then with -f')
  if (options.file?.length && options.wait === false)
    throw usageError('a move waits for each service', 'leave --no-wait out')
  if (options.file?.length && showValues)
    throw usageError('--show-values is of what is printed, and -f moves it', 'leave one of them out')
  if (options.file?.length) return await apply(context, undefined, { ...options, stack: fromSwarm, fromSwarm })
  const { fromSwarm: say } = await import('./adopt-from-swarm.ts')
  return await say(context, fromSwarm, {
    ...options,
    ...(out === undefined ? {} : { out }),
    ...(showValues ? { showValues } : {}),
  })
}
