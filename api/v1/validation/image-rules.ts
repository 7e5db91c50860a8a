import { parseImageReference } from '../image-reference.ts'
import type { ValidationError } from './validation-error.ts'

/** Errors for an image name that engines refuse, or answer with a redirect. An empty variable in it is often the cause. */
export function imageRules(image: string | undefined, path: ValidationError['path']): ValidationError[] {
  if (image === undefined || parseImageReference(image)) return []
  const message = 'must be an image reference: [REGISTRY/]NAME[:TAG][@DIGEST], the name in lower case'
  return [{ path, message, value: image }]
}
