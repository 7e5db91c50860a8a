import { redactAssigned } from '../../api/v1/redact/redact.ts'
import { shortened } from '../../api/v1/language/shortened.ts'
import { age } from '../output/age.ts'
import { plainText } from '../output/plain-text.ts'
import type { Notice } from './plan.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/** The body sent to a webhook; `text` is what Slack and similar services show. */
export interface NoticeMessage {
  readonly version: 1
  readonly installation: string
  readonly text: string
  readonly notices: readonly SentNotice[]
}

export interface SentNotice {
  readonly state: Notice['state']
  readonly object: string
  readonly reason: string
  readonly message: string
  /** RFC 3339. */
  readonly since: string
  /** When it ended; absent while it lasts. */
  readonly until?: string
}

const LONGEST_MESSAGE = 1_000
const MOST_LINES = 10

/** Builds the body for notices, with secrets redacted (S9). */
export function messageOf(notices: readonly Notice[], installation: string): NoticeMessage {
  const sent = notices.map(sentOf)
  const lines = sent.slice(0, MOST_LINES).map((notice, index) => lineOf(notice, notices[index]))
  const more = sent.length - MOST_LINES
  const text = [...lines, ...(more > 0 ? [`and ${more} more`] : [])].map((line) => `[${installation}] ${line}`)
  return { version: 1, installation, text: text.join('\n'), notices: sent }
}

function sentOf({ state, known: { object, reason, message, since, overSince } }: Notice): SentNotice {
  const shown = shortened(redactAssigned(plainText(message)), LONGEST_MESSAGE)
  const until = state === 'failed' || overSince === undefined ? {} : { until: timestamp(overSince) }
  return { state, object, reason, message: shown, since: timestamp(since), ...until }
}

function lineOf({ state, object, reason, message }: SentNotice, notice: Notice | undefined): string {
  if (state === 'failed') return `Failed: ${object} ${reason}: ${message}`
  const { since = 0, overSince = since } = notice?.known ?? {}
  return `Recovered: ${object} after ${age(overSince - since)} (${reason})`
}
