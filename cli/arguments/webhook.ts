import type { Context } from '../context.ts'
import type { Webhook } from '../notices/webhook.ts'
import { trustedBySystem } from '../remote/credentials.ts'
import { usageError } from '../usage.ts'
import { namedText } from './read-argument.ts'

/** Options of `serve` for notifications. */
export interface NotifyOptions {
  readonly notify?: string
  readonly notifyToken?: string
}

/** Parses `--notify` and `--notify-token`. A secret address can be in a file: `@FILE`, as with curl. */
export function webhookOf(
  { cwd, env }: Pick<Context, 'cwd' | 'env'>,
  { notify, notifyToken }: NotifyOptions,
): Webhook | undefined {
  if (notify === undefined) {
    if (notifyToken === undefined) return undefined
    throw usageError('--notify-token is for --notify', 'say where: --notify https://HOST/PATH')
  }
  const isFile = notify.startsWith('@')
  const url = urlOf(isFile ? namedText(cwd, '--notify', notify.slice(1)).trim() : notify, isFile ? notify : 'URL')
  const ca = url.protocol === 'https:' ? trustedBySystem({ cwd, env }) : undefined
  const webhook = { url, ...(ca === undefined ? {} : { ca }) }
  if (notifyToken === undefined) return webhook
  const token = namedText(cwd, '--notify-token', notifyToken).trim()
  if (!/^[!-~]+$/.test(token))
    throw usageError(`--notify-token ${notifyToken}: no token in it`, 'put the token alone into it')
  return { ...webhook, token }
}

/** An invalid address may still be a secret, so the error does not quote it. */
function urlOf(text: string, name: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw usageError(
      `--notify ${name}: no http or https address`,
      'write https://HOST/PATH, or @FILE with it in the file',
    )
  if (url.username !== '' || url.password !== '')
    throw usageError(`--notify ${name}: has a user or password in it`, 'send a token instead: --notify-token FILE')
  return url
}
