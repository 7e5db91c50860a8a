import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { bundled } from '../bundled.ts'
import type { Row } from '../row.ts'

const NODES = 1_000

interface Run {
  readonly wallMs: number
  readonly cpuMs: number
  readonly peakMb: number
}

/** The simulator with a thousand nodes: its time and memory, and whether the cost per task stays flat. */
export const simulator: readonly Row[] = [
  {
    name: 'simulator-time',
    what: '1,000 nodes, 100,000 tasks: the whole run',
    unit: 's',
    must: { be: 'at most', value: 15 },
    async measure() {
      const many = await simulate('loops', 1_000, 100)
      const [calls, writes] = [await simulate('calls', 1_000, 100), await simulate('writes', 1_000, 100)]
      const broken = many.peakMb > 1024 ? `${many.peakMb} MB of memory, 1,024 are allowed` : undefined
      return {
        ...{ value: many.wallMs / 1000, bare: (calls.wallMs + writes.wallMs) / 1000 },
        ...{ samples: sampled({ many, calls, writes }), ...(broken ? { broken } : {}) },
      }
    },
  },
  {
    name: 'simulator-flat',
    what: 'CPU per task among 100,000 over that among 10,000',
    unit: '×',
    must: { be: 'at most', value: 1.5 },
    async measure() {
      const [few, many] = [await simulate('loops', 100, 100), await simulate('loops', 1_000, 100)]
      return { value: many.cpuMs / 10 / few.cpuMs, samples: sampled({ few, many }) }
    },
  },
  {
    name: 'simulator-one-service',
    what: 'one service of 10,000 tasks over 100 of 100, CPU',
    unit: '×',
    must: { be: 'at most', value: 1.05 },
    async measure() {
      const [hundred, one] = [await simulate('loops', 100, 100), await simulate('loops', 1, 10_000)]
      return { value: one.cpuMs / hundred.cpuMs, samples: sampled({ hundred, one }) }
    },
  },
]

async function simulate(part: 'loops' | 'calls' | 'writes', services: number, each: number): Promise<Run> {
  const args = [await bundled('./simulated/main.ts'), part, String(NODES), String(services), String(each)]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout)
}

function sampled(runs: Readonly<Record<string, Run>>): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(runs).flatMap(([name, { wallMs, cpuMs, peakMb }]) => [
      [`${name} wall`, [wallMs]],
      [`${name} CPU`, [cpuMs]],
      [`${name} MB`, [peakMb]],
    ]),
  )
}
