/** The median of some numbers; NaN of none. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low = Number.NaN, high = Number.NaN] = [sorted[sorted.length % 2 ? middle : middle - 1], sorted[middle]]
  return (low + high) / 2
}

/** The time that `work` takes, ms. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

type Contenders<Name extends string> = Readonly<Record<Name, () => Promise<number>>>

/** Runs contenders in turn, round by round, so that other load on the machine affects all of them alike. Returns each one's samples. */
export async function interleaved<Name extends string>(
  rounds: number,
  contenders: Contenders<Name>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contenders) as Name[]
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (let round = 0; round < rounds; round++) {
    // The order alternates, as a contender may be slowed by what the one before it left behind.
    const turn = round % 2 ? [...names].reverse() : names
    for (const name of turn) samples[name].push(Math.round(await contenders[name]()))
  }
  return samples
}
