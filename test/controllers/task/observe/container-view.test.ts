import { equal, ok } from 'node:assert/strict'
import { viewOf } from '../../../../controllers/task/observe/container-view.ts'
import type { HostContainer } from '../../../../engine/inventory.ts'

const created = (error: string) =>
  viewOf(
    { Id: 'c1', Name: '/shop-web-1', State: { Status: 'created', Error: error }, HostConfig: {} } as HostContainer,
    { stoppedByHand: false },
  ).startError

describe("why a start failed, in its engine's words", () => {
  it('has no value of a variable that looks secret (S9)', () =>
    equal(
      created('exec: "DB_PASSWORD=hunter2": executable file not found'),
      'exec: "DB_PASSWORD=*** executable file not found',
    ))

  it('is bounded', () => ok((created('x'.repeat(100_000)) ?? '').length < 5_000))

  it('is not there where none failed', () => equal(created(''), undefined))
})

describe('what a health check said', () => {
  it('has no value of a variable of the container that looks secret (S9)', () => {
    const container = {
      ...{ Id: 'c1', Name: '/shop-web-1', HostConfig: {}, Config: { Env: ['DB_PASSWORD=hunter2-2', 'TOKEN'] } },
      State: { Status: 'running', Health: { Status: 'unhealthy', Log: [{ ExitCode: 1, Output: 'as hunter2-2: no' }] } },
    }
    const { probe } = viewOf(container as HostContainer, { stoppedByHand: false })
    equal(probe?.output, 'as ***: no')
  })

  it('is told as well where its engine could not run it, and else only once it is unhealthy', () => {
    const probeOf = (Log: readonly object[]) => {
      const State = { Status: 'running', Health: { Status: 'starting', FailingStreak: 1, Log } }
      const container = { Id: 'c1', Name: '/shop-web-1', HostConfig: {}, Config: {}, State }
      return viewOf(container as HostContainer, { stoppedByHand: false }).probe?.output
    }
    const unrun = { ExitCode: -1, Output: 'Unavailable: connection error: desc = "transport: Error while dialing"' }
    equal(probeOf([unrun]), unrun.Output)
    equal(probeOf([unrun, { ExitCode: 1, Output: 'no' }]), undefined)
  })
})
