import { doesNotThrow, equal, throws } from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Planned } from '../../../cli/plan/ask-plan.ts'
import type { Context } from '../../../cli/context.ts'
import { refuseMoved } from '../../../cli/plan/moved-plan.ts'
import { readPlanFile, writePlanFile } from '../../../cli/plan/plan-file.ts'

describe('a kept plan that is another elsewhere', () => {
  let cwd: string
  beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), 'reconcile-plan-'))))
  afterEach(() => rmSync(cwd, { recursive: true }))

  const { signal } = new AbortController()
  const contextOf = (env: Context['env']) => ({ cwd, env, now: () => 0, signal }) as Context
  const planned = (image: string, engines?: Record<string, string>) =>
    ({
      ...{ errors: [], changes: 1, assumptions: [], ...(engines ? { engines } : {}) },
      calls: [
        { ...{ node: 'local', method: 'POST', path: '/x', object: 'Task/a/b', reason: 'r', at: 0 }, body: image },
      ],
    }) as unknown as Planned
  const needs = ['V', 'DB_PASSWORD']
  async function kept(env: Context['env'], engines?: Record<string, string>) {
    const made = { files: [], sources: [], needs, planned: planned('before', engines) }
    await writePlanFile(contextOf(env), 'plan.json', made)
    return { path: 'plan.json', kept: await readPlanFile(contextOf(env), 'plan.json') }
  }

  const both = { V: 'a-long-value', DB_PASSWORD: 'hunter2' }
  for (const { it: sentence, here, says } of [
    {
      it: 'a variable that is unset here',
      here: { ...both, V: undefined },
      says: /variable V is unset here, and was set/,
    },
    { it: 'a variable that is empty here', here: { ...both, V: '' }, says: /variable V is empty here, and was set/ },
    { it: 'another value', here: { ...both, V: 'b' }, says: /variable V has another value here than when the plan/ },
    {
      it: 'a password that is unset here',
      here: { V: both.V },
      says: /variable DB_PASSWORD is unset here, and was set when the plan was made/,
    },
    {
      it: "a variable that is Compose's own",
      here: { ...both, COMPOSE_PROJECT_NAME: 'x' },
      says: /variable COMPOSE_PROJECT_NAME is set here, and was unset when the plan was made/,
    },
  ])
    it(`says so before the calls, for ${sentence}`, async () => {
      const plan = await kept(both)
      const now = { sources: [], needs, planned: planned('after') }
      throws(() => refuseMoved(contextOf(here), plan, now), says)
      throws(
        () => refuseMoved(contextOf(here), plan, now),
        /nothing was changed:\n  variable [^\n]*\n  another now: POST/,
      )
    })

  it('names the variables that look secret where only such a value is another one', async () => {
    const of = (hash: string, token: string) => {
      const body = { Env: [`TOKEN=${token}`], Labels: { 'reconcile.dev/spec-hash': hash } }
      return { ...planned('x'), calls: [{ ...planned('x').calls[0], body }] } as unknown as Planned
    }
    const made = { files: [], sources: [], needs, planned: of('1', '***') }
    await writePlanFile(contextOf(both), 'plan.json', made)
    const plan = { path: 'plan.json', kept: await readPlanFile(contextOf(both), 'plan.json') }
    throws(
      () => refuseMoved(contextOf({ ...both, DB_PASSWORD: 'b' }), plan, { ...made, planned: of('2', '***') }),
      /nothing was changed:\n  variable DB_PASSWORD may have another value here .*\n  another now: .*: that of Env TOKEN$/,
    )
  })

  it('says so where another engine answers', async () => {
    const plan = await kept(both, { local: 'A', far: 'B' })
    const now = { sources: [], needs, planned: planned('after', { local: 'C', far: 'B' }) }
    throws(
      () => refuseMoved(contextOf(both), plan, now),
      /nothing was changed:\n  another engine answers at node local than when the plan was made\n  another now/,
    )
  })

  for (const { it: sentence, before, now, says } of [
    {
      it: 'a home that has another key, in place of its contents',
      before: { key: 'a', contents: { 'Secret/shop/t': '1' } },
      now: { key: 'b', contents: { 'Secret/shop/t': '2' } },
      says: /nothing was changed:\n  this home \(RECONCILE_HOME\) has another key than the one that made the plan[^\n]*\n  another/,
    },
    {
      it: 'a home that has no key yet',
      before: { key: 'a', contents: { 'Secret/shop/t': '1' } },
      now: {},
      says: /nothing was changed:\n  this home \(RECONCILE_HOME\) has no key yet[^\n]*\n  another/,
    },
    {
      it: 'a secret that has other bytes',
      before: { key: 'a', contents: { 'Secret/shop/t': '1', 'Secret/shop/u': '1' } },
      now: { key: 'a', contents: { 'Secret/shop/t': '2', 'Secret/shop/u': '1' } },
      says: /nothing was changed:\n  Secret\/shop\/t has other bytes here than when the plan was made\n  another/,
    },
  ])
    it(`says so before the calls, for ${sentence}`, async () => {
      const made = { files: [], sources: [], needs: [], planned: { ...planned('before'), ...before } }
      await writePlanFile(contextOf({}), 'plan.json', made)
      const plan = { path: 'plan.json', kept: await readPlanFile(contextOf({}), 'plan.json') }
      const current = { sources: [], needs: [], planned: { ...planned('after'), ...now } }
      throws(() => refuseMoved(contextOf({}), plan, current), says)
    })

  it('names no variable and no engine where those are the same, or were not kept', async () => {
    const plan = await kept(both, { local: 'A' })
    const now = { sources: [], needs, planned: planned('after', { local: 'A' }) }
    throws(() => refuseMoved(contextOf(both), plan, now), /nothing was changed:\n  another now/)
    const { environment: _, engines: __, ...older } = plan.kept
    throws(() => refuseMoved(contextOf({}), { ...plan, kept: older }, now), /nothing was changed:\n  another now/)
  })

  it('is that plan where its calls are the same, whatever a variable is', async () => {
    const plan = await kept(both)
    doesNotThrow(() => refuseMoved(contextOf({}), plan, { sources: [], needs, planned: planned('before') }))
  })

  it('keeps no value, and of a password nothing but that it is set', async () => {
    const { kept: plan } = await kept(both)
    const text = readFileSync(join(cwd, 'plan.json'), 'utf8')
    equal(/a-long-value|hunter2/.test(text), false)
    equal(plan.environment?.['DB_PASSWORD'], 'set')
    equal(/^set:[0-9a-f]{2}$/.test(plan.environment?.['V'] ?? ''), true)
  })
})
