import type { ProgressEvent } from '../../api/v1/installation/progress.ts'

/** The event that tells a message as a warning. */
export type Warning = Extract<ProgressEvent, { type: 'warning' }>

/** The events that tell these messages as warnings. */
export function warnings(messages: readonly string[]): readonly Warning[] {
  return messages.map((message) => ({ type: 'warning', message }))
}
