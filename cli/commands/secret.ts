import { type ActOptions, actingAs } from '../arguments/lock-wait.ts'
import { parseName } from '../arguments/references.ts'
import { secretBytes, type SecretSources } from '../arguments/secret-bytes.ts'
import { ask } from '../ask.ts'
import type { Context } from '../context.ts'
import type { ProgressFormat } from '../output/progress.ts'
import { usageError } from '../usage.ts'

export interface SecretOptions extends ActOptions, SecretSources {
  readonly stack: string
  readonly replace?: boolean
  readonly output: ProgressFormat
}

/** Stores the content of a secret and waits until all that mounts it has it. Never prints it (S9). */
export async function create(context: Context, word: string, options: SecretOptions): Promise<number> {
  const { kind = 'Secret', stack = options.stack, name } = parseName(word)
  if (kind !== 'Secret' || stack !== options.stack)
    throw usageError(`${word} is no secret of stack ${options.stack}`, 'write its name alone')
  const request = {
    ...{ stack, name, bytes: await secretBytes(options, context) },
    replace: options.replace === true,
    ...actingAs(options),
    signal: context.signal,
  }
  return await ask(context, { purpose: 'act', ...options }, (installation) => installation.storeSecret(request))
}
