import { equal } from 'node:assert/strict'
import { healthOf, isHealthOpen } from '../../engine/container/health.ts'
import type { ContainerInspect } from '../../engine/types/container.ts'

type State = ContainerInspect['State']
type Checks = NonNullable<NonNullable<State['Health']>['Log']>

const passed = { ExitCode: 0, Output: '' }
const failed = { ExitCode: 1, Output: 'no' }
const late = { ExitCode: -1, Output: 'Health check exceeded timeout (5s)' }
const absent = {
  ExitCode: -1,
  Output:
    'OCI runtime exec failed: exec failed: unable to start container process: exec: "curl": executable file not found in $PATH: unknown',
}
/** The words of 20.10, and of 28.5. */
const unrun = {
  ExitCode: -1,
  Output:
    'connection error: desc = "transport: Error while dialing dial unix /run/containerd/containerd.sock: connect: connection refused": unavailable',
}
const unrunNow = {
  ExitCode: -1,
  Output:
    'Unavailable: connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused"',
}
/** A check that quotes such words has its own exit code. */
const quoting = { ...unrun, ExitCode: 1 }

describe('a container that its engine calls unhealthy', () => {
  for (const { it: sentence, checks, streak = checks.length, retries = 3, status = 'running', wants } of [
    { it: 'is so once enough checks failed', checks: [failed, failed, failed], wants: 'unhealthy' },
    { it: 'is so where they took too long', checks: [late, late, late], wants: 'unhealthy' },
    { it: 'is so where it has no such program', checks: [absent, absent, absent], wants: 'unhealthy' },
    { it: 'is so where its own check has such words', checks: [quoting, quoting, quoting], wants: 'unhealthy' },
    { it: 'is not where none could be run (20.10)', checks: [failed, failed, unrun], wants: 'starting' },
    {
      it: 'is not where none could be run (28.5)',
      checks: [unrunNow, unrunNow, unrunNow],
      streak: 9,
      wants: 'starting',
    },
    { it: 'is not while fewer failed since', checks: [unrun, unrun, failed, failed], streak: 9, wants: 'starting' },
    { it: 'is so once enough failed since', checks: [unrun, failed, failed, failed], streak: 9, wants: 'unhealthy' },
    {
      it: 'is so where more failed since than are remembered',
      checks: [failed, failed, failed, failed, failed],
      ...{ streak: 20, retries: 10 },
      wants: 'unhealthy',
    },
    { it: 'is not while fewer failed since a restart', checks: [failed], streak: 1, wants: 'starting' },
    { it: 'is so when it has stopped', checks: [unrun], status: 'exited', wants: 'unhealthy' },
  ] as readonly Case[])
    it(sentence, () => {
      const Health = { Status: 'unhealthy', FailingStreak: streak, Log: [passed, ...checks].slice(-5) }
      const container = { State: { Status: status, Health }, Config: { Healthcheck: { Retries: retries } } }
      const seen = container as Pick<ContainerInspect, 'State' | 'Config'>
      equal(healthOf(seen), wants)
      equal(isHealthOpen(seen), wants === 'starting')
    })
})

interface Case {
  readonly it: string
  readonly checks: Checks
  readonly streak?: number
  readonly retries?: number
  readonly status?: State['Status']
  readonly wants: 'starting' | 'unhealthy'
}
