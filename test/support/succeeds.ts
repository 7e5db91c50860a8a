import { equal } from 'node:assert/strict'
import type { Ended } from './cli.ts'

/** That a command ended with 0; else what it printed is shown. */
export function succeeds({ exit, out, err }: Ended): void {
  equal(exit, 0, out + err)
}
