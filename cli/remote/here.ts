import type { Context } from '../context.ts'
import type { Run } from '../options.ts'
import { usageError } from '../usage.ts'

/** Wraps a verb that only works on its own machine: throws if a server is named, instead of acting here. */
export function here(command: string, load: () => Promise<Run>): () => Promise<Run> {
  return async () =>
    async (...args: never[]) => {
      const [{ server }] = args as unknown as [Context]
      if (server)
        throw usageError(
          `${command} works on the machine that it runs on, and the server is ${server}`,
          `run it on the machine of that serve; for this machine, leave --server out and unset RECONCILE_SERVER`,
        )
      return await (await load())(...args)
    }
}
