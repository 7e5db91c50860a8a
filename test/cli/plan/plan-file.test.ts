import { deepEqual, doesNotThrow, equal, rejects, throws } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { PlannedCall } from '../../../api/v1/installation/plan-answer.ts'
import type { Planned } from '../../../cli/plan/ask-plan.ts'
import type { Context } from '../../../cli/context.ts'
import { digestsOf, readPlanFile, planTarget, writePlanFile } from '../../../cli/plan/plan-file.ts'
import { refuseMoved } from '../../../cli/plan/moved-plan.ts'

const create: PlannedCall = {
  ...{ node: 'local', method: 'POST', path: '/containers/create?name=shop-web-1', body: { Image: 'nginx' } },
  ...{ object: 'Task/shop/web-1', reason: 'it has no container yet', at: 0.02 },
}
const planned = (...calls: readonly PlannedCall[]): Planned => ({
  ...{
    changes: calls.length,
    exit: 0,
    assumptions: [],
    adopted: [],
    calls,
    failures: [],
    unmet: [],
    holds: [],
    rollouts: [],
    warnings: [],
    declared: 0,
    text: [],
    errors: [],
  },
})

describe('a plan that is kept', () => {
  let cwd: string
  beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), 'reconcile-plan-'))))
  afterEach(() => rmSync(cwd, { recursive: true }))

  const sources = (text = 'a: 1') => [{ file: join(cwd, 'shop.yaml'), text }]
  const { signal } = new AbortController()
  const context = (more: object = {}) => ({ cwd, env: {}, now: () => 0, signal, ...more }) as Context
  const keep = async (...calls: readonly PlannedCall[]) => {
    await writePlanFile(context(), 'plan.json', {
      files: ['shop.yaml'],
      sources: sources(),
      needs: [],
      planned: planned(...calls),
    })
    return { path: 'plan.json', kept: await readPlanFile(context(), 'plan.json') }
  }

  it('has the calls and what it was made of, for its owner alone, and no text of a manifest', async () => {
    const { kept } = await keep(create)
    deepEqual(kept.calls, [create])
    deepEqual(Object.keys(kept.manifests), ['shop.yaml'])
    equal(statSync(join(cwd, 'plan.json')).mode & 0o777, 0o600)
    equal(readFileSync(join(cwd, 'plan.json'), 'utf8').includes('a: 1'), false)
  })

  it('is for its owner alone in the place of an older one that all could read, too', async () => {
    await keep()
    chmodSync(join(cwd, 'plan.json'), 0o644)
    await keep(create)
    equal(statSync(join(cwd, 'plan.json')).mode & 0o777, 0o600)
  })

  it('has no value that looks secret, whatever was shown', async () => {
    await keep({ ...create, body: { Env: ['TOKEN=hunter2'] } })
    equal(readFileSync(join(cwd, 'plan.json'), 'utf8').includes('hunter2'), false)
  })

  it('says where it was made, to who applies it where its files are not, or are others', async () => {
    await keep(create)
    const elsewhere = mkdtempSync(join(tmpdir(), 'reconcile-else-'))
    const path = join(cwd, 'plan.json')
    await rejects(
      readPlanFile(context({ cwd: elsewhere }), path),
      (error: unknown) =>
        error instanceof InstallationError &&
        error.message === `shop.yaml is not in ${elsewhere}, and ${path} was made of it in ${cwd}` &&
        error.remedy === `run it there, or in another checkout of it: cd ${cwd} && reconcile apply ${path}`,
    )
    writeFileSync(join(elsewhere, 'shop.yaml'), 'a: 2')
    const kept = await readPlanFile(context({ cwd: elsewhere }), path)
    const now = { sources: [{ file: join(elsewhere, 'shop.yaml'), text: 'a: 2' }], needs: [], planned: planned(create) }
    throws(
      () => refuseMoved({ cwd: elsewhere, env: {} }, { path, kept }, now),
      (error: unknown) =>
        error instanceof Error &&
        error.message.includes(
          `shop.yaml has changed\n  its paths were looked for in ${elsewhere}, and it was made in ${cwd}`,
        ),
    )
    rmSync(elsewhere, { recursive: true })
  })

  it('reads the files of variables of where it is applied', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'reconcile-else-'))
    const of = { files: [], sources: [], needs: [], planned: planned(create) }
    const variables = { COMPOSE_PROFILES: 'a', COMPOSE_ENV_FILES: `${cwd}/prod.env,/dev/null` }
    await writePlanFile(context(), 'plan.json', { ...of, variables, envFile: ['prod.env', '/dev/null'] })
    const path = join(cwd, 'plan.json')
    await rejects(readPlanFile(context({ cwd: elsewhere }), path), /prod\.env is not in .*, and .* was made of it in/)
    writeFileSync(join(elsewhere, 'prod.env'), '')
    const read = await readPlanFile(context({ cwd: elsewhere }), path)
    deepEqual(read.variables, { COMPOSE_PROFILES: 'a', COMPOSE_ENV_FILES: `${elsewhere}/prod.env,/dev/null` })
    rmSync(elsewhere, { recursive: true })
  })

  it('may lie among its manifests', async () => {
    await keep()
    const plan = { file: join(cwd, 'plan.json'), text: readFileSync(join(cwd, 'plan.json'), 'utf8') }
    deepEqual(Object.keys(digestsOf([...sources(), plan], cwd)), ['shop.yaml'])
  })

  const start: PlannedCall = { ...create, path: '/containers/shop-web-1/start', body: undefined }
  for (const { it: sentence, before, now, text, refused } of [
    { it: 'is what would be done now', before: [create, start], now: [create, start] },
    {
      it: 'is so whatever the time and the order',
      before: [create, start],
      now: [start, { ...create, at: 3, reason: 'x' }],
    },
    {
      it: 'is another with another manifest',
      before: [create],
      now: [create],
      text: 'a: 2',
      refused: /shop\.yaml has changed/,
    },
    {
      it: 'is another with another body',
      before: [create],
      now: [{ ...create, body: { Image: 'redis' } }],
      refused: /another now: POST .*: Image nginx → redis/,
    },
    {
      it: 'is another where a call comes twice',
      before: [create],
      now: [create, create],
      refused: /now as well: POST \/containers\/create\?name=shop-web-1 on local for Task\/shop\/web-1/,
    },
    {
      it: 'is another where a call is gone',
      before: [create, start],
      now: [create],
      refused: /not any more: POST \/containers\/shop-web-1\/start/,
    },
    {
      it: 'is another where the engine would refuse a call by now',
      before: [start],
      now: [{ ...start, refused: 'port is taken' }],
      refused: /not any more: POST .*web-1\n  now as well: POST .*, which the engine would refuse: port is taken/,
    },
  ] as { it: string; before: PlannedCall[]; now: PlannedCall[]; text?: string; refused?: RegExp }[])
    it(sentence, async () => {
      const plan = await keep(...before)
      const check = () =>
        refuseMoved({ cwd, env: {} }, plan, { sources: sources(text), needs: [], planned: planned(...now) })
      if (refused) throws(check, refused)
      else doesNotThrow(check)
    })

  it('takes the place of an older plan, and of nothing else', async () => {
    await keep(create)
    await keep(create, start)
    equal((await readPlanFile(context(), 'plan.json')).calls.length, 2)
    writeFileSync(join(cwd, 'shop.yaml'), 'a: 1')
    const made = { files: ['shop.yaml'], sources: sources(), needs: [], planned: planned(create) }
    await rejects(
      writePlanFile(context(), 'shop.yaml', made),
      /--out shop\.yaml: there is a file of that name, and it is no plan/,
    )
    await rejects(writePlanFile(context(), '.', made), /--out \.: that is a directory/)
    equal(readFileSync(join(cwd, 'shop.yaml'), 'utf8'), 'a: 1')
  })

  it('is none that something else wrote, nor one that is not there', async () => {
    writeFileSync(join(cwd, 'other.json'), '{"version": 2}')
    writeFileSync(join(cwd, 'shop.yaml'), 'a: 1')
    for (const name of ['other.json', 'shop.yaml'])
      await rejects(readPlanFile(context(), name), /is no plan of this version/)
    await rejects(readPlanFile(context(), 'none.json'), /reading the plan none\.json: ENOENT/)
  })

  it('is kept in a regular file alone, and what is none is not read to see that', () => {
    execFileSync('mkfifo', [join(cwd, 'pipe')])
    for (const path of ['pipe', '/dev/full', '/dev/null'])
      throws(() => planTarget({ cwd }, path), /: that is no regular file, and is not replaced by one/)
    throws(() => planTarget({ cwd }, '-'), /--out -: a plan to apply is kept in a file/)
    doesNotThrow(() => planTarget({ cwd }, 'new.json'))
  })

  it('is read from standard input and from a pipe, and from no device', async () => {
    await keep(create)
    const text = readFileSync(join(cwd, 'plan.json'))
    async function* stdin() {
      yield text
    }
    deepEqual((await readPlanFile(context({ terminal: { stdin } }), '-')).calls, [create])
    execFileSync('mkfifo', [join(cwd, 'pipe')])
    const said: string[] = []
    const reading = readPlanFile(context({ terminal: { complain: (line: string) => said.push(line) } }), 'pipe')
    const writer = openSync(join(cwd, 'pipe'), 'w')
    writeFileSync(writer, text)
    closeSync(writer)
    deepEqual((await reading).calls, [create])
    deepEqual(said, [`reading ${join(cwd, 'pipe')}, a pipe, until whoever writes into it ends`])
    await rejects(readPlanFile(context(), '/dev/full'), /reading the plan \/dev\/full: that is no regular file/)
  })
})
