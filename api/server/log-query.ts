import type { ObjectRef } from '../v1/metadata.ts'
import type { LogsRequest } from '../v1/installation/requests.ts'
import { isTrue, wholeNumber } from './query.ts'
import { Refusal } from './refusal.ts'

/** What a client asks of a task's log. */
export interface LogQuery {
  readonly ref: ObjectRef
  readonly request: Omit<LogsRequest, 'refs' | 'signal'>
  /** Nothing after so many bytes. */
  readonly limitBytes: number
}

/** Reads the query of a log, as of Kubernetes' pods. */
export function logQuery(ref: ObjectRef, query: URLSearchParams, now: number): LogQuery {
  const tail = wholeNumber(query, 'tailLines')
  const since = sinceOf(query, now)
  const previous = isTrue(query, 'previous')
  return {
    ref,
    request: {
      // What is over can't be followed.
      follow: isTrue(query, 'follow') && !previous,
      timestamps: isTrue(query, 'timestamps'),
      ...(previous ? { previous } : {}),
      ...(tail === undefined ? {} : { tail }),
      ...(since === undefined ? {} : { since }),
    },
    limitBytes: wholeNumber(query, 'limitBytes') ?? Infinity,
  }
}

function sinceOf(query: URLSearchParams, now: number): number | undefined {
  const seconds = wholeNumber(query, 'sinceSeconds')
  const time = query.get('sinceTime') ?? ''
  if (time === '') return seconds === undefined ? undefined : now - seconds * 1_000
  const at = /^\d{4}-\d\d-\d\dT/.test(time) ? Date.parse(time) : Number.NaN
  if (Number.isNaN(at)) throw new Refusal(400, 'BadRequest', 'sinceTime must be a time as 2026-01-31T15:04:05Z')
  if (seconds !== undefined) throw new Refusal(400, 'BadRequest', 'sinceTime and sinceSeconds: give one of them')
  return at
}
