import { exits, isInstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { PlanAnswer } from '../../../api/v1/installation/plan-answer.ts'
import type { PlanRequest } from '../../../api/v1/installation/requests.ts'
import { linesWithoutHosts, type PlanLinesView, said } from './lines.ts'

type Planned = Exclude<PlanAnswer, { readonly needs: readonly string[] }>

const nothing = {
  ...{ changes: 0, declared: 0, assumptions: [], calls: [], adopted: [], failures: [], unmet: [], holds: [] },
  ...{ rollouts: [], warnings: [], text: [], errors: [] },
} as const satisfies Partial<Planned>

/** The plan of manifests with errors. */
export function refused(errors: readonly string[]): Planned {
  return { ...nothing, exit: exits.usage, errors }
}

/**
 * Returns why a push is planned without hosts: none answers, and it counts all the same, with what its manifests warn of. Throws the error of
 * any other plan, which is of no use then.
 */
export function whyWithoutHosts(error: unknown, { staged }: Pick<PlanRequest, 'staged'>): string {
  if (staged && isInstallationError(error) && error.exit === exits.unreachable) return error.message
  throw error
}

/** The plan of what is declared, without a call. */
export function withoutHosts(unobserved: string, view: Pick<PlanLinesView, 'events' | 'holds'>): Planned {
  return { ...nothing, exit: exits.unreachable, unobserved, ...said([], view), text: linesWithoutHosts(view) }
}
