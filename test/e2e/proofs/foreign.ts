import type { EngineHand } from '../../support/hand.ts'

/**
 * Makes ten objects of other people, some with names like ours. One container has the labels of docker compose for the project shop; one
 * has our labels, with another installation.
 */
export async function makeForeign(hand: EngineHand): Promise<void> {
  const body = { Image: 'busybox:1.36', Cmd: ['sleep', '100000'], StopSignal: 'SIGKILL' }
  const compose = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'cron' }
  const other = {
    'reconcile.dev/installation': 'other',
    'reconcile.dev/stack': 'shop',
    'reconcile.dev/kind': 'Service',
  }
  for (const [name, Labels] of [
    ['shop-web-9', {}],
    ['shop_cron_1', compose],
    ['somebody', {}],
    ['shop-web-1.old', other],
  ] as const)
    await hand.run(name, { ...body, Labels })
  for (const Name of ['shop_other', 'shop-default', 'somebody']) await hand.call('POST', '/networks/create', { Name })
  for (const Name of ['shop_old', 'shop-data', 'somebody']) await hand.call('POST', '/volumes/create', { Name })
}

/** Identity and state of these objects, in words that stay the same as long as nobody touches them. */
export async function lookAtForeign(hand: EngineHand): Promise<readonly string[]> {
  const names = ['shop-web-9', 'shop_cron_1', 'somebody', 'shop-web-1.old']
  const seen = await Promise.all(names.map((name) => hand.inspect(name)))
  const containers = seen.map(({ Id, Name, State }) => `${Id} ${Name} ${State.Status} ${State.StartedAt}`)
  const networks = (await hand.networks()).filter((name) => /other|shop-default|somebody/.test(name))
  const volumes = (await hand.volumes()).filter((name) => /old|shop-data|somebody/.test(name))
  return [...containers, ...networks, ...volumes]
}
