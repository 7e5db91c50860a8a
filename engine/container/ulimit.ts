import type { V1Ulimit } from '../../api/v1/generated/types.ts'

/** A ulimit in the engines' form; a single value sets both limits. */
export function ulimitOf({ name, soft, hard }: V1Ulimit): { Hard: number; Name: string; Soft: number } {
  return { Hard: hard ?? soft ?? 0, Name: name, Soft: soft ?? hard ?? 0 }
}
