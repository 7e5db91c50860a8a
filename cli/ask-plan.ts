import type { Installation, PlanAnswer, PlanRequest } from '../api/v1/installation.ts'
import { withVariables } from './arguments/variables.ts'
import type { Context } from './context.ts'

/** A plan that has all the variables that it needs. */
export type Planned = Exclude<PlanAnswer, { readonly needs: readonly string[] }>

/** Asks for a plan, and again with the variables that the first answer asks for. */
export async function askPlan(
  { env }: Pick<Context, 'env'>,
  installation: Pick<Installation, 'plan'>,
  request: PlanRequest,
): Promise<Planned> {
  const first = await installation.plan(withVariables(request, [], env))
  const answer = 'needs' in first ? await installation.plan(withVariables(request, first.needs, env)) : first
  if ('needs' in answer) throw new Error(`the plan still asks for ${answer.needs.join(', ')}`)
  return answer
}
