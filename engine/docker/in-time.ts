/** What is being read: a read that hangs holds a thread of the few that this process has, so it is not begun twice. */
const reading = new Map<string, Promise<unknown>>()

/** What a read of `what` comes to; undefined where it takes longer: a file system whose server is gone never answers. */
export async function inTime<T>(what: string, read: () => Promise<T>, patienceMs: number): Promise<T | undefined> {
  const found = (reading.get(what) as Promise<T> | undefined) ?? read().finally(() => reading.delete(what))
  reading.set(what, found)
  const late = AbortSignal.timeout(patienceMs)
  const over = new Promise<undefined>((resolve) =>
    late.addEventListener('abort', () => resolve(undefined), { once: true }),
  )
  return await Promise.race([found, over])
}
