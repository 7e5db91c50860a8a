/** How many reads of one host are under way at once. */
const AT_ONCE = 6

/** Maps what is read of one host, in order, with a few reads under way at once: an engine has others to answer. Rejects as soon as one does. */
export async function mapAtMost<A, B>(items: readonly A[], map: (item: A) => Promise<B>): Promise<B[]> {
  const results: B[] = []
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const index = next++
      results[index] = await map(items[index] as A)
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker))
  return results
}
