import { equal } from 'node:assert/strict'
import type { Ended } from './cli.ts'

/** Asserts that a command exited with 0; a failure shows its output. */
export function succeeds({ exit, out, err }: Ended): void {
  equal(exit, 0, out + err)
}
