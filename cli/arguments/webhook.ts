import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { errorText } from '../../api/v1/language/caught-error.ts'
import type { Webhook } from '../notices/webhook.ts'
import { usageError } from '../usage.ts'

/** What `serve` was told of notifications. */
export interface NotifyOptions {
  readonly notify?: string
  readonly notifyToken?: string
}

/** Reads `--notify` and `--notify-token`. An address that is a secret itself stands in a file: `@FILE`, as curl has it. */
export function webhookOf(cwd: string, { notify, notifyToken }: NotifyOptions): Webhook | undefined {
  if (notify === undefined) {
    if (notifyToken === undefined) return undefined
    throw usageError('--notify-token is for --notify', 'say where: --notify https://HOST/PATH')
  }
  const isFile = notify.startsWith('@')
  const url = urlOf(isFile ? textOf(cwd, '--notify', notify.slice(1)) : notify, isFile ? notify : 'URL')
  if (notifyToken === undefined) return { url }
  const token = textOf(cwd, '--notify-token', notifyToken)
  if (!/^[!-~]+$/.test(token))
    throw usageError(`--notify-token ${notifyToken}: no token in it`, 'put the token alone into it')
  return { url, token }
}

/** What is no address may be a secret still: it is not quoted. */
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

function textOf(cwd: string, option: string, path: string): string {
  try {
    return readFileSync(resolve(cwd, path), 'utf8').trim()
  } catch (cause) {
    throw usageError(`${option} ${path}: ${errorText(cause)}`, 'name a file that this user can read')
  }
}
