import type { Context } from '../context.ts'
import { usageError } from '../usage.ts'
import { apply, type ApplyOptions } from './apply.ts'

/** Takes over what docker compose, or a person, made for a stack: `apply --adopt` of the project's files. */
export async function adopt(context: Context, project: string | undefined, options: ApplyOptions): Promise<number> {
  const { stack } = options
  if (project !== undefined && stack !== undefined && project !== stack)
    throw usageError(`adopt ${project} is of the stack ${project}, and --stack says ${stack}`, 'leave one of them out')
  const named = project ?? stack
  return await apply(context, undefined, {
    ...options,
    adopt: true,
    ...(named === undefined ? {} : { stack: named, project: named }),
  })
}
