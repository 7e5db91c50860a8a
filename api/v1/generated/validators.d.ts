// Written by npm run generate from crds/source; edit those.

/** What one failed keyword says: ajv's error object, less what is not used. */
export interface Failure {
  instancePath: string
  keyword: string
  params: Record<string, unknown>
}

export interface Validator {
  (data: unknown): boolean
  errors?: Failure[] | null
}

export const Config: Validator
export const Network: Validator
export const Node: Validator
export const Revision: Validator
export const Secret: Validator
export const Service: Validator
export const Stack: Validator
export const Task: Validator
export const Volume: Validator
