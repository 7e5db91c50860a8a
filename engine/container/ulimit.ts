import type { V1Ulimit } from '../../api/v1/generated/types.ts'

/** A ulimit as engines have it: one that is said alone is both. */
export function ulimitOf({ name, soft, hard }: V1Ulimit): { Hard: number; Name: string; Soft: number } {
  return { Hard: hard ?? soft ?? 0, Name: name, Soft: soft ?? hard ?? 0 }
}
