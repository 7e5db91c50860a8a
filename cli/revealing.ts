import type { Installation } from '../api/v1/installation/installation.ts'

/** Wraps an installation so that its objects include values that look secret, for `--show-values`. */
export function revealing<T extends Installation>(installation: T): T {
  return {
    ...installation,
    list: installation.revealed,
    async get({ kind, namespace, name }) {
      const { items } = await installation.revealed(kind, {
        name,
        ...(namespace === undefined ? {} : { stack: namespace }),
      })
      return items.find(({ metadata }) => metadata.name === name)
    },
    async describe(ref) {
      const described = await installation.describe(ref)
      const object = described && (await this.get(ref))
      return object ? { ...described, object } : described
    },
  }
}
