/** Resolves when `reached` does, which is asked every few milliseconds; fails after five minutes. */
export async function until(what: string, reached: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 300_000
  while (!(await reached().catch(() => false))) {
    if (performance.now() > deadline) throw new Error(`wait until ${what}: not within five minutes`)
    await new Promise((resolve) => setTimeout(resolve, 3))
  }
}
