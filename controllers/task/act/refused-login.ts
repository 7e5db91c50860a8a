import { deniesAccess } from '../../../engine/docker/refused-login.ts'
import type { EngineError } from '../../../engine/errors.ts'
import type { Store } from '../../../store/objects/store.ts'
import { hasPulled } from '../../image/origin.ts'

/**
 * Whether a registry refused the login for an image. Of a repository that is not there it says the same as of one that it hides, but of one
 * that we have pulled from we know that it is there.
 */
export function isLoginRefused(error: EngineError, image: string, store: Pick<Store, 'facts'>): boolean {
  const { code, detail } = error
  return code === 'Denied' || (code === 'NotFound' && deniesAccess(detail) && hasPulled(image, store))
}
