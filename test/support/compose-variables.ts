import { ownVariables } from '../../compose/own-variables.ts'

/** The variables that reading any Compose file asks for, from an environment that sets none of them. */
export const noneSet: Readonly<Record<string, null>> = Object.fromEntries(ownVariables.map((name) => [name, null]))
