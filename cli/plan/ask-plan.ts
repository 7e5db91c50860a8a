import type { Installation } from '../../api/v1/installation/installation.ts'
import type { PlanAnswer, Unread } from '../../api/v1/installation/plan-answer.ts'
import type { PlanRequest, Source } from '../../api/v1/installation/requests.ts'
import { readSources } from '../arguments/sources.ts'
import { withVariables } from '../arguments/variables.ts'
import type { Context } from '../context.ts'

/** An answer that asks for no further variables or texts. */
export type Planned = Exclude<PlanAnswer, { readonly needs: readonly string[] }>

/** A plan, and the sources that it was made from. */
export interface Asked {
  readonly planned: Planned
  readonly sources: readonly Source[]
  /** Variables that the manifests refer to. */
  readonly needs: readonly string[]
  /** Watched directories that the server read itself, as serve does. */
  readonly watched: readonly string[]
}

/** Asks for a plan. Asks again with the file texts and variables that the first answers ask for. */
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
