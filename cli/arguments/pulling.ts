import type { PullPolicy } from '../../api/v1/installation/one-off.ts'
import type { Pulling } from '../../api/v1/installation/requests.ts'

/** `--pull` as fields of a request. */
export function pullingAs({ pull }: { readonly pull?: PullPolicy }): Pulling {
  return pull === 'always' ? { pull: true } : pull === 'never' ? { noPull: true } : {}
}
