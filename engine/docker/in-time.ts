/** Reads under way: one that hangs occupies one of the process's few I/O threads, so it is not started twice. */
const reading = new Map<string, Promise<unknown>>()

/** Awaits a read of `what`, shared by concurrent callers; undefined if it takes too long, as on a dead network file system. */
export async function inTime<T>(what: string, read: () => Promise<T>, patienceMs: number): Promise<T | undefined> {
  const found = (reading.get(what) as Promise<T> | undefined) ?? read().finally(() => reading.delete(what))
  reading.set(what, found)
  const late = AbortSignal.timeout(patienceMs)
  const over = new Promise<undefined>((resolve) =>
    late.addEventListener('abort', () => resolve(undefined), { once: true }),
  )
  return await Promise.race([found, over])
}
