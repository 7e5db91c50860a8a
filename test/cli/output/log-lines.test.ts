import { deepEqual, equal, throws } from 'node:assert/strict'
import type { LogAbout } from '../../../api/v1/installation/log.ts'
import { logFormatOf } from '../../../cli/arguments/log-format.ts'
import { logEvent } from '../../../cli/local/serving/event-log.ts'
import { type LogFormat, logLines } from '../../../cli/output/log-lines.ts'
import type { Store } from '../../../store/objects/store.ts'

const TIME = '2026-11-20T10:00:00.000Z'

describe("serve's log", () => {
  function written(format: LogFormat, line: string, about?: LogAbout): string {
    let text = ''
    logLines({ format, print: (each) => (text = each), now: () => Date.parse(TIME) })(line, about)
    return text
  }

  for (const [sentence, line, about, text, json] of [
    ['what serve does', 'ending', undefined, 'ending', { level: 'info', loop: 'serve', message: 'ending' }],
    [
      'a warning by its first word',
      'warning: a.yaml is passed by',
      { loop: 'source' },
      'warning: a.yaml is passed by',
      { level: 'warning', loop: 'source', message: 'a.yaml is passed by' },
    ],
    [
      'an event, field by field',
      'Task/shop/web-1 CrashLoop: it ended',
      {
        ...{ level: 'warning', loop: 'task', object: 'Task/shop/web-1', node: 'local', reason: 'CrashLoop' },
        message: 'it ended',
      },
      'Task/shop/web-1 CrashLoop: it ended',
      {
        ...{ level: 'warning', loop: 'task', object: 'Task/shop/web-1', node: 'local', reason: 'CrashLoop' },
        message: 'it ended',
      },
    ],
    [
      'no secret',
      'Service/shop/web configured: DB_PASSWORD=hunter2',
      { message: 'redis://me:hunter2@db' },
      'Service/shop/web configured: DB_PASSWORD=***',
      { level: 'info', loop: 'serve', message: 'redis://me:***@db' },
    ],
  ] satisfies readonly [string, string, LogAbout | undefined, string, object][])
    it(`has ${sentence}`, () => {
      equal(written('text', line, about), `${TIME} ${text}`)
      deepEqual(
        Object.entries(JSON.parse(written('json', line, about)) as object),
        Object.entries({ time: TIME, ...json }),
      )
    })

  it('has many lines of a message in one', () => {
    equal(written('json', 'error: a\nb').includes('\n'), false)
    equal(written('text', 'error: a\nb\u001b[2J'), `${TIME} error: a b[2J`)
    equal((JSON.parse(written('json', 'error: a\nb')) as { message: string }).message, 'a\nb')
  })

  it('says of a task on which node it is, and of a node that it is this one', () => {
    const store = { get: () => ({ spec: { node: 'h2' } }) } as unknown as Store
    const seen: (LogAbout | undefined)[] = []
    const tell = logEvent(store, (_, about) => seen.push(about))
    const event = { message: 'm', reason: 'R', firstAt: 0, lastAt: 0, count: 1 }
    tell({ ...event, type: 'Warning', object: 'Task/shop/web-1' })
    tell({ ...event, type: 'Normal', object: 'Node/h1' })
    tell({ ...event, type: 'Normal', object: 'Service/shop/web' })
    deepEqual(
      seen.map((about) => [about?.level, about?.loop, about?.node]),
      [
        ['warning', 'task', 'h2'],
        ['info', 'node', 'h1'],
        ['info', 'service', undefined],
      ],
    )
  })

  it('is in the format of its option, else of the environment, else for people', () => {
    equal(logFormatOf({}, undefined), 'text')
    equal(logFormatOf({ RECONCILE_LOG_FORMAT: 'json' }, undefined), 'json')
    equal(logFormatOf({ RECONCILE_LOG_FORMAT: 'json' }, 'text'), 'text')
    throws(
      () => logFormatOf({ RECONCILE_LOG_FORMAT: 'xml' }, undefined),
      /RECONCILE_LOG_FORMAT=xml: no format of a log/,
    )
  })
})
