/** What a reconcile answers when it did not throw. */
export type Result =
  | { readonly done: true }
  | { readonly done: false; readonly afterMs: number; readonly because: string; readonly kind: 'progress' | 'periodic' }

/** Nothing more to do until something changes. */
export const done: Result = { done: true }

/** Look again after `afterMs`, because of what is said. `periodic` when nothing is under way, as a cheap second look. */
export function again(afterMs: number, because: string, kind: 'progress' | 'periodic' = 'progress'): Result {
  return { done: false, afterMs: Math.max(0, afterMs), because, kind }
}

/** A failure that no retry mends: the key waits for a change. The one error class that the loop knows. */
export class TerminalError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'TerminalError'
  }
}
