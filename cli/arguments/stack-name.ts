import { STACK_NAME_RULE, stackNameOf } from '../../api/v1/names.ts'
import { usageError } from '../usage.ts'

/** Throws unless `--stack` is a valid stack name as written, as Compose does for `--project-name`. */
export function checkStack(stack: string | undefined): void {
  if (stack === undefined || (stack !== '' && stackNameOf(stack) === stack)) return
  const instead = stackNameOf(stack)
  throw usageError(
    `--stack ${stack}: a stack's name has ${STACK_NAME_RULE}`,
    instead === '' ? 'name it so' : `write --stack ${instead}`,
  )
}
