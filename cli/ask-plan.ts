import type { Installation } from '../api/v1/installation/installation.ts'
import type { PlanAnswer, Unread } from '../api/v1/installation/plan-answer.ts'
import type { PlanRequest, Source } from '../api/v1/installation/requests.ts'
import { readSources } from './arguments/sources.ts'
import { withVariables } from './arguments/variables.ts'
import type { Context } from './context.ts'

/** A plan that has all the variables and texts that it needs. */
export type Planned = Exclude<PlanAnswer, { readonly needs: readonly string[] }>

/** A plan, and what it was made of. */
export interface Asked {
  readonly planned: Planned
  readonly sources: readonly Source[]
  /** The variables that its manifests ask for. */
  readonly needs: readonly string[]
  /** Watched directories whose files were read where they are watched, as serve reads them. */
  readonly watched: readonly string[]
}

/** Asks for a plan, and again with the texts and the variables that the answers ask for. */
export async function askPlan(
  context: Context,
  installation: Pick<Installation, 'plan'>,
  request: PlanRequest,
): Promise<Asked> {
  const { env } = context
  let whole = request
  let answer = await installation.plan(withVariables(whole, [], env))
  if ('needs' in answer && answer.unread) {
    whole = await withTexts(whole, answer.unread, context)
    answer = await installation.plan(withVariables(whole, [], env))
  }
  const needs = 'needs' in answer ? answer.needs : []
  if ('needs' in answer) answer = await installation.plan(withVariables(whole, needs, env))
  if ('needs' in answer) throw new Error(`the plan still asks for ${answer.needs.join(', ')}`)
  return { planned: answer, sources: whole.sources, needs, watched: whole.unread ?? [] }
}

async function withTexts(
  request: PlanRequest,
  { directories, watched }: Unread,
  context: Context,
): Promise<PlanRequest> {
  const asked = new Set(directories)
  const read = await readSources(directories, context, { mayBeEmpty: true, except: watched })
  return {
    ...request,
    sources: [...request.sources, ...read],
    unread: [...(request.unread ?? []).filter((directory) => !asked.has(directory)), ...watched],
  }
}
