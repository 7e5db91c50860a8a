import type { V1Service } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { createWorld, startLife } from '../../plan/world.ts'
import { fixedContents } from '../../store/contents/fixed.ts'

/**
 * One simulated run in a process of its own: `simulate.ts NODES SERVICES TASKS_EACH`, at most 100 services to a stack. Prints
 * JSON: what it took, and how much memory, from the first service to the last healthy task.
 */
const [nodes = 1000, services = 1000, each = 100] = process.argv.slice(2).map(Number)
const stacks = Math.ceil(services / 100)
const begun = process.hrtime.bigint()
const cpu = process.cpuUsage()
const images = { 'web:1': { config: { Cmd: ['serve'] } } }
const world = createWorld({
  seed: 1,
  start: Date.UTC(2026, 0, 1),
  nodes: Array.from({ length: nodes }, (_, index) => ({ node: `node-${index}`, images })),
})
const life = startLife(world, { installation: 'default', contents: fixedContents(new Map(), world.clock) })
for (let index = 0; index < services; index++) life.ports.store.create('Service', service(index))

const until = world.clock.now() + 600_000
const ended = await world.clock.runUntilQuiet({ until, steps: Number.POSITIVE_INFINITY })
const tasks = [...life.ports.store.list('Task').values()]
const healthy = tasks.filter(({ status }) => status?.phase === 'Running' && status.healthy === 'True').length
const { user, system } = process.cpuUsage(cpu)
const result = {
  ...{ nodes, services, each, ended, healthy },
  wallMs: Number((process.hrtime.bigint() - begun) / 1_000_000n),
  cpuMs: Math.round((user + system) / 1000),
  peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  virtualMs: world.clock.now() - Date.UTC(2026, 0, 1),
}
console.log(JSON.stringify(result))
process.exit(healthy === services * each ? 0 : 1)

function service(index: number): V1Service {
  const healthcheck = { test: ['CMD', 'true'], intervalSeconds: 1 }
  return {
    apiVersion: API_VERSION,
    kind: 'Service',
    metadata: { name: `web-${index}`, namespace: `stack-${index % stacks}` },
    spec: { replicas: each, template: { image: 'web:1', healthcheck } },
  }
}
