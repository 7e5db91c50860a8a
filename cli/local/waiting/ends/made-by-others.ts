import type { V1Maker } from '../../../../api/v1/generated/types.ts'
import { listNames } from '../../../../api/v1/language/list-names.ts'
import type { OutcomeWords } from '../../../../api/v1/installation/progress.ts'
import { elsewhereRemedy } from '../../../../controllers/adoption/remedy.ts'

/** An object that waits, with the reason. */
export interface Waiting {
  /** For people: `Network shop/default`. */
  readonly name: string
  readonly message: string
  /** Its stack; absent for an object of none. */
  readonly stack?: string | undefined
  /** Who made the thing on the host that has its name; absent where that is not why it waits. */
  readonly maker?: V1Maker | undefined
}

/** How a wait ends, or is planned to, where others run what is declared: one message for all that waits for the same maker. Pure. */
export function madeByOthers(found: Waiting, all: readonly Waiting[]): OutcomeWords | undefined {
  const { maker, stack } = found
  const key = makerKey(found)
  if (!maker || key === undefined) return undefined
  const names = listNames(all.filter((each) => makerKey(each) === key).map(({ name }) => name))
  return maker.installation === undefined ? madeByCompose(stack, names) : madeElsewhere(maker, names)
}

/**
 * A key that is the same for all objects that wait for one maker; undefined for an object that waits for none, or for a Compose project
 * with another name than its stack.
 */
export function makerKey({ maker, stack = '' }: Waiting): string | undefined {
  if (maker?.installation !== undefined) return `installation ${maker.installation} ${maker.stack ?? ''} ${stack}`
  return stack !== '' && maker?.project === stack ? `project ${stack}` : undefined
}

/** What another installation runs can't be adopted. */
function madeElsewhere({ installation, stack }: V1Maker, names: string): OutcomeWords {
  const runs = stack === undefined ? 'is here as well' : `runs its stack ${stack} here`
  return {
    message: `another reconcile installation, ${installation}, ${runs}, and has the names of ${names}`,
    remedy: elsewhereRemedy(stack),
  }
}

function madeByCompose(stack: string | undefined, names: string): OutcomeWords {
  return {
    message: `docker compose runs project ${stack}, which holds up ${names}`,
    remedy: `\`reconcile adopt ${stack}\` with the same files takes it over as it runs (\`reconcile plan --adopt\` says how); or end it: docker compose -p ${stack} down`,
  }
}
