import { IMAGE, type BenchEngine } from './bench-engine.ts'
import { createAndStart } from './floor.ts'
import { timed } from './samples.ts'

/** The time that raw calls take to create and start one more container on the network of the stack `shop`, ms. */
export async function timeByHand({ raw }: BenchEngine): Promise<number> {
  const took = await timed(() => createAndStart(raw, { name: 'by-hand', network: 'shop_default', image: IMAGE }))
  await raw.call('DELETE', '/containers/by-hand?force=1')
  return took
}
