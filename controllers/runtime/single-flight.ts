/** Runs one piece of work per key at a time: who asks during it gets the same answer. */
export type SingleFlight = <T>(key: string, work: () => Promise<T>) => Promise<T>

/** A table of work under way; forty tasks of one image make one pull. */
export function createSingleFlight(): SingleFlight {
  const flights = new Map<string, Promise<unknown>>()
  return <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const known = flights.get(key)
    if (known) return known as Promise<T>
    const flight = work().finally(() => flights.delete(key))
    flights.set(key, flight)
    return flight
  }
}
