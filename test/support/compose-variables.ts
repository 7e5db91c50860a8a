import { ownVariables } from '../../compose/own-variables.ts'

/** The variables that every Compose file is read with, of an environment that sets none of them. */
export const noneSet: Readonly<Record<string, null>> = Object.fromEntries(ownVariables.map((name) => [name, null]))
