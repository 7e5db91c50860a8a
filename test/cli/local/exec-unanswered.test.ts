import { deepEqual, doesNotMatch, match } from 'node:assert/strict'
import { exits, isInstallationError } from '../../../api/v1/installation/installation-error.ts'
import { errorText } from '../../../api/v1/language/caught-error.ts'
import { failureRemedy } from '../../../cli/failure-remedy.ts'
import { processes } from '../../../cli/local/containers/processes.ts'
import { anyRun, type FakeHttpEngine, json, startFakeHttpEngine } from '../../engine/fake-http-engine.ts'
import { aCore, loopsAtRest } from './local-core.ts'

const container = { Id: 'c1', Name: '/shop-web-1', State: { Status: 'running' }, Config: { Labels: {} } }
const ref = { kind: 'Service', namespace: 'shop', name: 'web' } as const

describe('a command whose engine breaks off', () => {
  let fake: FakeHttpEngine
  beforeEach(async () => (fake = await startFakeHttpEngine()))
  afterEach(() => fake.close())

  const failing = async (at: RegExp): Promise<unknown> => {
    fake.answer = ({ url }, response) => {
      if (at.test(url)) response.destroy()
      else json(response, 201, { Id: 'e1' })
    }
    const loops = loopsAtRest({ node: 'local', synced: true })
    const inventory = { ...loops.inventory, containersOfService: () => [{ node: 'local', container }] }
    const engine = { ...fake.engine, listContainers: async () => [] }
    const core = { ...aCore('/nowhere'), engines: async () => new Map([['local', engine]]) }
    const { exec } = processes(core, async () => ({ ...loops, inventory }) as unknown as typeof loops)
    const { signal } = anyRun
    return await exec({ ref, command: ['./migrate'], onOutput: () => undefined, signal }).catch(
      (error: unknown) => error,
    )
  }

  it('may have run, which it is told to look for first', async () => {
    const error = await failing(/\/exec\/e1\/start$/)
    match(errorText(error), /^run \.\/migrate in container c1 on local: the connection to .* broke/)
    deepEqual(isInstallationError(error) && error.exit, exits.unreachable)
    const remedy = failureRemedy(error) ?? ''
    match(remedy, /^the command may have run, or go on: look there before you run it again; start the engine/)
  })

  it('has not run where it broke off before', async () => {
    const error = await failing(/\/containers\/c1\/exec$/)
    match(errorText(error), /^run \.\/migrate in container c1 on local: the connection to .* broke/)
    doesNotMatch(failureRemedy(error) ?? '', /may have run/)
  })
})
