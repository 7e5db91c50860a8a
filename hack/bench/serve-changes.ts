import { createInterface } from 'node:readline'
import { startServing } from '../../test/api/server/serving.ts'

/**
 * Serves an API with objects that change, in a process of its own: `serve-changes.ts OBJECTS`. Prints its URL and token as JSON. For each
 * input line `RATE COUNT` it makes COUNT changes, RATE a second, each marked with its time, and then prints its peak memory. Ends when its
 * input ends.
 */
const objects = Number(process.argv[2])
const NAMESPACE = 'bench'
const TICK_MS = 10
const { core, url, token, end } = await startServing()
for (let index = 0; index < objects; index++)
  core.store.create('Config', {
    ...{ apiVersion: 'reconcile.dev/v1', kind: 'Config', metadata: { name: `config-${index}`, namespace: NAMESPACE } },
    spec: { content: `# settings of service ${index}\nlevel: info\nport: ${8000 + index}\n` },
  })
say({ url, token: token('view') })

for await (const line of createInterface({ input: process.stdin })) {
  const [rate = 0, count = 0] = line.split(' ').map(Number)
  await change(rate, count)
  say({ peakMb: Math.round(process.resourceUsage().maxRSS / 1024) })
}
await end()
process.exit(0)

async function change(rate: number, count: number): Promise<void> {
  const began = performance.now()
  for (let made = 0; made < count; ) {
    const due = Math.min(count, Math.floor(((performance.now() - began) * rate) / 1_000))
    for (; made < due; made++)
      core.store.update('Config', `${NAMESPACE}/config-${made % objects}`, (draft) => {
        draft.metadata.annotations = { 'bench/at': String(Date.now()) }
      })
    await new Promise((resolve) => setTimeout(resolve, TICK_MS))
  }
}

function say(what: object): void {
  process.stdout.write(`${JSON.stringify(what)}\n`)
}
