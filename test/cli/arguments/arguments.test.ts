import { deepEqual, equal, match, rejects, throws } from 'node:assert/strict'
import type { Installation } from '../../../api/v1/installation/installation.ts'
import { API_VERSION, type ObjectOf } from '../../../api/v1/kinds.ts'
import type { ManifestRequest } from '../../../api/v1/installation/requests.ts'
import { parseSelector } from '../../../api/v1/installation/selector.ts'
import { deadlineAfter, parseDuration, parseSince } from '../../../cli/arguments/duration.ts'
import { locate, parseKind, parseName, parseNames } from '../../../cli/arguments/references.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { withVariables } from '../../../cli/arguments/variables.ts'
import { noneSet } from '../../support/compose-variables.ts'

describe('the words of a command line', () => {
  for (const [text, wants] of [
    ['90', 90_000],
    ['90s', 90_000],
    ['1m30s', 90_000],
    ['250ms', 250],
    ['2h', 7_200_000],
  ] as const)
    it(`reads the duration ${text}`, () => equal(parseDuration(text, '--timeout'), wants))

  for (const text of ['', 'soon', '5x', '-3s'])
    it(`refuses the duration ${JSON.stringify(text)}`, () =>
      throws(() => parseDuration(text, '--timeout'), /not a duration/))

  it('refuses a duration that no clock shows the end of', () =>
    throws(() => parseDuration('9999999999h', '--for'), /longer than 10 years/))

  it('knows the deadline of a month and of half a millisecond', async () => {
    const clock = virtualClock({ seed: 1 })
    const { signal } = new AbortController()
    const deadlines = [30 * 86_400_000, 0.5].map((ms) => deadlineAfter(ms, signal, clock))
    await clock.runUntilQuiet({ until: clock.now() + 1000, steps: 10 })
    deepEqual(
      deadlines.map(({ aborted }) => aborted),
      [false, true],
    )
  })

  it('leaves nothing of a deadline where what it is for is over', async () => {
    const clock = virtualClock({ seed: 1 })
    const command = new AbortController()
    const { aborted } = deadlineAfter(86_400_000, command.signal, clock)
    command.abort()
    equal(await clock.runUntilQuiet({ until: clock.now() + 1000, steps: 10 }), 'quiet')
    equal(aborted, false)
  })

  it('reads a time in the past as an age or a date', () => {
    equal(parseSince('10s', 60_000), 50_000)
    equal(parseSince('1970-01-01T00:00:05Z', 60_000), 5_000)
  })

  it("reads a date as a time without a zone: of this machine's zone, as docker has it", () => {
    const before = process.env['TZ']
    process.env['TZ'] = 'America/New_York'
    try {
      equal(parseSince('2026-11-20', 0), Date.UTC(2026, 10, 20, 5))
      equal(parseSince('2026-11-20T00:00', 0), Date.UTC(2026, 10, 20, 5))
      equal(parseSince('2026-07-20', 0), Date.UTC(2026, 6, 20, 4))
    } finally {
      if (before === undefined) delete process.env['TZ']
      else process.env['TZ'] = before
    }
  })

  for (const word of ['foo', '2026-11-20T25:00:00Z', '2026-02-30', '2026-02-30T10:00:00Z', '2026-13-01', '10:00'])
    it(`says of ${word} that an age or a date is wanted`, () =>
      throws(() => parseSince(word, 60_000, '--until'), {
        message: `--until ${word}: neither a duration nor a time`,
        remedy: 'write a duration as 10m or 1h30m, or a time as 2026-11-20T10:00:00Z',
      }))

  for (const word of ['service', 'services', 'Service', 'rsvc'])
    it(`takes ${word} for the kind Service`, () => equal(parseKind(word), 'Service'))

  it('suggests the kind that was meant', () => throws(() => parseKind('servces'), /did you mean services/))

  for (const { words, wants } of [
    { words: ['service/web'], wants: [{ kind: 'Service', name: 'web' }] },
    { words: ['service/shop/web'], wants: [{ kind: 'Service', stack: 'shop', name: 'web' }] },
    {
      words: ['service', 'web', 'db'],
      wants: [
        { kind: 'Service', name: 'web' },
        { kind: 'Service', name: 'db' },
      ],
    },
    { words: ['web'], wants: [{ name: 'web' }] },
  ])
    it(`reads the names ${words.join(' ')}`, () => deepEqual(parseNames(words), wants))

  it('refuses a name with an empty part', () => throws(() => parseName('service/'), /not a name/))

  describe('a label selector', () => {
    const labels = { app: 'web', tier: 'front' }
    for (const [text, wants] of [
      ['', true],
      ['app=web', true],
      ['app==web,tier=front', true],
      ['app!=web', false],
      ['other!=x', true],
      ['app', true],
      ['!app', false],
      ['!other', true],
      ['app in (web, api)', true],
      ['app notin (web, api)', false],
      ['other notin (x)', true],
      ['other in (x)', false],
      ['app in(web,api),tier notin (back,side),!other', true],
    ] as const)
      it(`${JSON.stringify(text)} selects: ${wants}`, () => equal(parseSelector(text)(labels), wants))

    for (const text of ['=x', 'a=b=c', 'a in b', 'a b', 'a in (b,c', ','.repeat(400_000) + 'a%'])
      it(`${JSON.stringify(text.slice(-20))} is refused`, () =>
        throws(() => parseSelector(text), /no label selector/)).timeout(5_000)
  })

  describe('a name without a stack', () => {
    const installation = fakeInstallation([aService('shop', 'web'), aService('blog', 'web'), aService('blog', 'db')])

    it('means the one stack that has it', async () => {
      deepEqual(await locate(installation, { kind: 'Service', name: 'db' }, {}), {
        kind: 'Service',
        namespace: 'blog',
        name: 'db',
      })
    })
    it('is refused when several have it', async () => {
      await rejects(locate(installation, { kind: 'Service', name: 'web' }, {}), /in several stacks: shop, blog/)
    })
    it('means that of the project here when several have it', async () => {
      const of = async (project: string) =>
        await locate(installation, { kind: 'Service', name: 'web' }, { here: () => project })
      equal((await of('blog')).namespace, 'blog')
      await rejects(of('other'), /in several stacks: shop, blog/)
    })
    it('asks for no project where one has it', async () => {
      const here = () => {
        throw new Error('asked')
      }
      equal((await locate(installation, { kind: 'Service', name: 'db' }, { here })).namespace, 'blog')
    })
    it('is looked for in the stack that is given', async () => {
      equal((await locate(installation, { name: 'web' }, { stack: 'shop' })).namespace, 'shop')
    })
    it('gets a suggestion when nobody has it', async () => {
      await rejects(locate(installation, { kind: 'Service', name: 'wep' }, {}), /did you mean web/)
    })
    it('gets what to do with a one-off where it looks like one', async () => {
      const asked = locate(installation, { kind: 'Task', name: 'shop-web-run-0a1b2c3d4e5f' }, {})
      await rejects(asked, { remedy: /^it looks like a one-off container, which is no task: `reconcile ps -a` lists/ })
    })
    it('is that of a container, of which the running task is meant', async () => {
      const tasks = fakeInstallation([
        aTaskIn('shop-web-1', { name: 'web-1-old', phase: 'Failed' }),
        aTaskIn('shop-web-1', { name: 'web-1-new', phase: 'Running' }),
        aTaskIn('shop-web-2', { name: 'web-2-old', phase: 'Failed' }),
      ])
      const named = async (name: string, stack?: string) => (await locate(tasks, { name }, { stack })).name
      equal(await named('shop-web-1'), 'web-1-new')
      equal(await named('shop-web-1', 'shop'), 'web-1-new')
      equal(await named('shop-web-2'), 'web-2-old')
      equal(await named('web-1-old', 'shop'), 'web-1-old')
    })
    it('is refused where containers of several nodes have it, unless one alone runs', async () => {
      const on = (node: string, phase: 'Running' | 'Failed', createdAt: string) =>
        aTaskIn('agent', { name: `agent-${node}-${createdAt}`, phase, node, createdAt })
      const named = (...tasks: readonly ObjectOf[]) => locate(fakeInstallation(tasks), { name: 'agent' }, {})
      await rejects(named(on('h1', 'Running', '2'), on('h1', 'Failed', '3'), on('h2', 'Running', '1')), {
        message: 'several tasks have a container agent: agent-h2-1 on h2, agent-h1-2 on h1',
        remedy: 'name the task, as task/agent-h2-1',
      })
      equal((await named(on('h1', 'Running', '1'), on('h2', 'Failed', '2'))).name, 'agent-h1-1')
      equal((await named(on('h1', 'Failed', '2'), on('h1', 'Failed', '1'))).name, 'agent-h1-2')
      await rejects(named(on('h1', 'Failed', '1'), on('h2', 'Failed', '2')), /agent-h1-1 on h1, agent-h2-2 on h2/)
    })
    it('is answered with where tasks are to be seen where it may be one of a task', async () => {
      const remedy = /`reconcile get services,tasks`; one replica goes by .* `--index N`/
      await rejects(locate(installation, { name: 'shop-web-7' }, {}), (error: { remedy?: string }) => {
        match(error.remedy ?? '', remedy)
        return true
      })
    })
    it('is in no stack where it is one itself', async () => {
      await rejects(locate(installation, { kind: 'Stack', name: 'nope' }, { stack: 'nope' }), {
        message: 'there is no stack nope',
      })
    })
  })

  it("sends the variables that were asked for, Compose's own, and no others", () => {
    const env = { A: '1', SECRET: 'x', COMPOSE_PROFILES: 'dev', COMPOSE_OTHER: 'x' }
    const { variables } = withVariables<ManifestRequest>({ sources: [], cwd: '/' }, ['A', 'B'], env)
    deepEqual(variables, { ...noneSet, COMPOSE_PROFILES: 'dev', A: '1', B: null })
  })
  it('leaves the variables as they were kept', () => {
    const kept = { sources: [], cwd: '/', variables: { A: '1', COMPOSE_PROFILES: 'dev' } }
    deepEqual(withVariables<ManifestRequest>(kept, ['B'], {}).variables, {
      ...noneSet,
      ...{ B: null, A: '1', COMPOSE_PROFILES: 'dev' },
    })
  })
})

function aService(namespace: string, name: string): ObjectOf {
  return { apiVersion: API_VERSION, kind: 'Service', metadata: { name, namespace }, spec: { template: {} } }
}

interface InContainer {
  readonly name: string
  readonly phase: 'Running' | 'Failed'
  readonly node?: string
  readonly createdAt?: string
}

function aTaskIn(containerName: string, { name, phase, node, createdAt }: InContainer): ObjectOf {
  const spec = { service: 'web', desiredState: 'Running' as const, template: {}, node }
  const metadata = { name, namespace: 'shop', creationTimestamp: createdAt }
  return { apiVersion: API_VERSION, kind: 'Task', metadata, spec, status: { phase, containerName } } as ObjectOf
}

function fakeInstallation(objects: readonly ObjectOf[]): Installation {
  const found = (kind: string, stack?: string) =>
    objects.filter((object) => object.kind === kind && (stack === undefined || object.metadata.namespace === stack))
  return {
    list: async (kind: string, { stack }: { stack?: string }) => ({ metadata: {}, items: found(kind, stack) }),
    get: async ({ kind, namespace, name }: { kind: string; namespace?: string; name: string }) =>
      found(kind, namespace).find(({ metadata }) => metadata.name === name),
  } as unknown as Installation
}
