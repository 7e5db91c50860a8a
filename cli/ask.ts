import type { ProgressEvent } from '../api/v1/installation/progress.ts'
import type { WaitOptions } from './arguments/lock-wait.ts'
import { type Connection, type Purpose, withInstallation } from './connect.ts'
import type { Context } from './context.ts'
import { follow } from './follow.ts'
import type { ProgressFormat } from './output/progress.ts'

/** Asks the installation for work, and follows that to its end. Returns the exit code. */
export async function ask(
  context: Context,
  { output, ...how }: WaitOptions & { readonly purpose: Purpose; readonly output: ProgressFormat },
  start: (installation: Connection, variables: readonly string[]) => AsyncIterable<ProgressEvent>,
): Promise<number> {
  return await withInstallation(context, how, (installation) =>
    follow(context, (names) => start(installation, names), { format: output, served: installation.served }),
  )
}
