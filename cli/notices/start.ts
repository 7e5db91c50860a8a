import type { Core } from '../local/open/core.ts'
import { startNotifier } from './notifier.ts'
import { sendNotice, type Webhook } from './webhook.ts'

/** Tells a webhook of what fails and recovers in an installation, for as long as it is not closed. */
export function startNotices(
  core: Core,
  webhook: Webhook | undefined,
  log: (line: string) => void,
): { close(): void } | undefined {
  if (!webhook) return undefined
  return startNotifier({ ...core, deliver: (message, signal) => sendNotice(webhook, message, { signal }), log })
}
