import { listNames } from '../../../api/v1/language/list-names.ts'
import type { OutcomeWords } from '../../../api/v1/installation/progress.ts'
import { elsewhereRemedy, installationIn, saysToAdopt } from '../../../controllers/adoption/remedy.ts'

/** Something that waits, with the reason. */
export interface Waiting {
  /** For people: `Network shop/default`. */
  readonly name: string
  readonly message: string
  /** The stack that it is of; absent for what is of none. */
  readonly stack?: string | undefined
}

/** How it ends where others run what is declared: said once of all that waits for it. Pure. */
export function madeByOthers(found: Waiting, all: readonly Waiting[]): OutcomeWords | undefined {
  return madeByCompose(found, all) ?? madeElsewhere(found, all)
}

/** The same for all that wait for one maker of what has their names; undefined for what waits for none. */
export function makerKey({ message, stack = '' }: Waiting): string | undefined {
  if (stack !== '' && saysToAdopt(message, stack)) return `project ${stack}`
  const made = installationIn(message)
  return made && `installation ${made.installation} ${made.stack ?? ''} ${stack}`
}

/** Nobody takes over what another installation runs: not even an adoption. */
function madeElsewhere(found: Waiting, all: readonly Waiting[]): OutcomeWords | undefined {
  const made = installationIn(found.message)
  if (!made) return undefined
  const { installation, stack } = made
  const isMadeThere = ({ message, stack: ours }: Waiting) => {
    const other = installationIn(message)
    return ours === found.stack && other?.installation === installation && other.stack === stack
  }
  const names = all.filter(isMadeThere).map(({ name }) => name)
  const runs = stack === undefined ? 'is here as well' : `runs its stack ${stack} here`
  return {
    message: `another reconcile installation, ${installation}, ${runs}, and has the names of ${listNames(names)}`,
    remedy: elsewhereRemedy(stack),
  }
}

function madeByCompose(found: Waiting, all: readonly Waiting[]): OutcomeWords | undefined {
  const { stack } = found
  if (stack === undefined || !saysToAdopt(found.message, stack)) return undefined
  const names = all.filter((each) => each.stack === stack && saysToAdopt(each.message, stack)).map(({ name }) => name)
  return {
    message: `docker compose runs project ${stack}, which holds up ${listNames(names)}`,
    remedy: `\`reconcile adopt ${stack}\` with the same files takes it over as it runs (\`reconcile plan --adopt\` says how); or end it: docker compose -p ${stack} down`,
  }
}
