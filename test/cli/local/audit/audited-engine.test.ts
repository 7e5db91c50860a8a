import { deepEqual, equal, match, ok } from 'node:assert/strict'
import type { AuditedCall, AuditEntry } from '../../../../api/v1/installation/audit-record.ts'
import { realClock } from '../../../../clock/real.ts'
import { auditedEngine } from '../../../../cli/local/audit/audited-engine.ts'
import { EngineError } from '../../../../engine/errors.ts'
import { wrapEngine } from '../../../../engine/wrap.ts'
import { aWorld } from '../../../support/world.ts'

describe('the audit log of engine calls', () => {
  const entries: AuditEntry[] = []
  const calls = () => entries.splice(0).filter((entry): entry is AuditedCall => entry.type === 'call')
  const inventory = () => undefined
  afterEach(() => entries.splice(0))

  function deployed(failing: ReadonlySet<string> = new Set()) {
    const audit = { record: (entry: AuditEntry) => entries.push(entry) }
    return aWorld({
      wrapEngine: (engine) => {
        const faulty = wrapEngine(engine, ({ verb }, next) => {
          if (!failing.has(verb)) return next()
          const about = { node: engine.node, tried: verb, detail: 'no space; password=hunter2' }
          return Promise.reject(new EngineError('Busy', about))
        })
        return auditedEngine(faulty, { audit, clock: realClock, inventory })
      },
    })
  }

  it('has every write with its answer, its object and its reason, by names', async () => {
    const world = deployed()
    world.service('web', {})
    await world.settle()
    const made = calls()
    deepEqual(
      made.map(({ method, path }) => `${method} ${path}`),
      world.newCalls(),
    )
    ok(made.length >= 2)
    for (const { node, object, reason, answer } of made) {
      equal(node, 'a')
      match(object, /^(Task|Network)\/shop\//)
      ok(reason !== '')
      equal(answer, 'ok')
    }
  })

  it('has what came of a call that failed, in the words of the engine', async () => {
    const world = deployed(new Set(['startContainer']))
    world.service('web', {})
    await world.settle(5_000)
    const failed = calls().find(({ answer }) => answer !== 'ok')
    equal(failed?.answer, 'Busy')
    match(failed?.path ?? '', /^\/containers\/shop-web-1\/start$/)
    equal(failed?.message, 'no space; password=***')
  })

  it('has nothing of reads', async () => {
    const world = deployed()
    world.service('web', {})
    await world.settle()
    calls()
    await world.settle(3_600_000)
    deepEqual(calls(), [])
  })
})
