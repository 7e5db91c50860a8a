import type { Pulling } from '../../api/v1/installation/requests.ts'

/** The values of `--pull`. */
export type PullPolicy = 'always' | 'missing' | 'never'

/** What a request says of `--pull`. */
export function pullingAs({ pull }: { readonly pull?: PullPolicy }): Pulling {
  return pull === 'always' ? { pull: true } : pull === 'never' ? { noPull: true } : {}
}
