/**
 * Polls `reached` every few milliseconds and resolves once it returns true. Rejects after five minutes, or when `by`, the command that
 * should bring that about, fails.
 */
export async function until(what: string, reached: () => Promise<boolean>, by?: Promise<unknown>): Promise<void> {
  const deadline = performance.now() + 300_000
  let failure: { readonly error: unknown } | undefined
  by?.catch((error: unknown) => (failure = { error }))
  while (!(await reached().catch(() => false))) {
    if (failure) throw failure.error
    if (performance.now() > deadline) throw new Error(`wait until ${what}: not within five minutes`)
    await new Promise((resolve) => setTimeout(resolve, 3))
  }
}
