import { API_VERSION, type Kind } from '../kinds.ts'
import { validateObject } from './validate.ts'

/** Whether an object of a kind can have this name in this stack, as labels and paths of hosts can say anything. */
export function isNameable(kind: Kind, metadata: { readonly name: string; readonly namespace: string }): boolean {
  const errors = validateObject({ apiVersion: API_VERSION, kind, metadata, spec: {} })
  return errors.every(({ path: [first] }) => first !== 'metadata')
}
