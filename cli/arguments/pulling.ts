import type { Pulling } from '../../api/v1/installation/requests.ts'

/** The values of `--pull`. */
export type PullPolicy = 'always' | 'missing' | 'never'

/** `--pull` as fields of a request. */
export function pullingAs({ pull }: { readonly pull?: PullPolicy }): Pulling {
  return pull === 'always' ? { pull: true } : pull === 'never' ? { noPull: true } : {}
}
