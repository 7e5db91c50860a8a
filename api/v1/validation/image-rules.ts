import { parseImageReference } from '../image-reference.ts'
import type { ValidationError } from './validation-error.ts'

/** What engines would refuse, or answer by sending elsewhere; a variable without a value often made it. */
export function imageRules(image: string | undefined, path: ValidationError['path']): ValidationError[] {
  if (image === undefined || parseImageReference(image)) return []
  const message = 'must be an image reference: [REGISTRY/]NAME[:TAG][@DIGEST], the name in lower case'
  return [{ path, message, value: image }]
}
