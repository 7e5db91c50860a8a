/** What a reconcile returns: done, or requeue after a delay. Failures are thrown instead. */
export type Result =
  | { readonly done: true }
  | { readonly done: false; readonly afterMs: number; readonly because: string; readonly kind: 'progress' | 'periodic' }

/** Nothing more to do until something changes. */
export const done: Result = { done: true }

/** Requeues the key after `afterMs`, for the reason `because`. `periodic` marks a cheap second look while nothing is under way. */
export function again(afterMs: number, because: string, kind: 'progress' | 'periodic' = 'progress'): Result {
  return { done: false, afterMs: Math.max(0, afterMs), because, kind }
}

/** A failure that a retry can't fix: the key waits for a change. The only error class that the loop knows. */
export class TerminalError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'TerminalError'
  }
}
