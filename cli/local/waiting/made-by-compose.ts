import { exits } from '../../../api/v1/installation-error.ts'
import { listNames } from '../../../api/v1/list-names.ts'
import type { Outcome } from '../../../api/v1/progress.ts'
import { projectToAdopt } from '../../../controllers/adoption/remedy.ts'

/** Something that waits, with the reason. */
export interface Waiting {
  /** For people: `Network shop/default`. */
  readonly name: string
  readonly message: string
}

/** How it ends where docker compose runs what is declared: said once of all that waits for it. Pure. */
export function madeByCompose(found: Waiting, all: readonly Waiting[]): Outcome | undefined {
  const project = projectToAdopt(found.message)
  if (project === undefined) return undefined
  const names = all.filter(({ message }) => projectToAdopt(message) === project).map(({ name }) => name)
  return {
    type: 'outcome',
    exit: exits.failed,
    message: `docker compose runs project ${project}, and has the names of ${listNames(names)}`,
    remedy: `\`reconcile adopt ${project}\` with the same files takes it over as it runs (\`reconcile plan --adopt\` says how); or end it: docker compose -p ${project} down`,
  }
}
