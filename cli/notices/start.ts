import type { Core } from '../local/open/core.ts'
import { startNotifier } from './notifier.ts'
import { sendNotice, type Webhook } from './webhook.ts'

/** Sends notices of failures and recoveries to a webhook until closed. */
export function startNotices(
  core: Core,
  webhook: Webhook | undefined,
  log: (line: string) => void,
): { close(): void } | undefined {
  if (!webhook) return undefined
  return startNotifier({ ...core, deliver: (message, signal) => sendNotice(webhook, message, { signal }), log })
}
