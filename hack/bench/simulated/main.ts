import { bareCalls, bareWrites } from './bare.ts'
import { loops } from './loops.ts'

/**
 * One simulated run in a process of its own: `main.ts loops|calls|writes NODES SERVICES TASKS_EACH`, with at most 100 services in a stack.
 * `loops` is the whole run; `calls` and `writes` only repeat its engine calls and its store writes, without any decisions. Prints as JSON
 * the time and peak memory from the first service to the last healthy task.
 */
const [part = 'loops', ...counts] = process.argv.slice(2)
const [nodes = 1000, services = 1000, each = 100] = counts.map(Number)
const tasks = services * each
const parts: Readonly<Record<string, () => Promise<number>>> = {
  loops: () => loops(nodes, services, each),
  calls: () => bareCalls(nodes, tasks / nodes),
  writes: () => bareWrites(tasks),
}
void measured().then(({ done, ...took }) => {
  console.log(JSON.stringify({ part, nodes, services, each, done, ...took }))
  process.exit(done === tasks ? 0 : 1)
})

async function measured() {
  const begun = process.hrtime.bigint()
  const cpu = process.cpuUsage()
  const done = await parts[part]?.()
  const { user, system } = process.cpuUsage(cpu)
  return {
    done,
    wallMs: Number((process.hrtime.bigint() - begun) / 1_000_000n),
    cpuMs: Math.round((user + system) / 1000),
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  }
}
