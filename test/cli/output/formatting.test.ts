import { deepEqual, equal, match, throws } from 'node:assert/strict'
import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { age } from '../../../cli/output/age.ts'
import { formatObjects } from '../../../cli/output/objects.ts'
import { parseFormat } from '../../../cli/output/format.ts'
import { paint } from '../../../cli/output/paint.ts'
import { plainText } from '../../../cli/output/plain-text.ts'
import { cut } from '../../../cli/output/text-width.ts'
import { outcomeLines } from '../../../cli/output/progress-lines.ts'
import { sortObjects } from '../../../cli/output/sort-objects.ts'
import { specLines } from '../../../cli/output/spec-lines.ts'
import { table } from '../../../cli/output/table.ts'
import { costsAtMost } from '../../support/processor-time.ts'

const SECOND = 1000
const HOUR = 3600 * SECOND
const NOW = Date.parse('2030-01-01T00:00:00Z')

describe('what is printed', () => {
  for (const [ms, wants] of [
    [-5, '0s'],
    [0, '0s'],
    [119 * SECOND, '119s'],
    [120 * SECOND, '2m'],
    [200 * SECOND, '3m20s'],
    [10 * 60 * SECOND, '10m'],
    [5 * HOUR + 12 * 60 * SECOND, '5h12m'],
    [30 * HOUR, '30h'],
    [52 * HOUR, '2d4h'],
    [31 * 24 * HOUR, '31d'],
  ] as const)
    it(`shows ${ms} ms as ${wants}`, () => equal(age(ms), wants))

  it('aligns columns with three spaces between, and nothing after the last', () => {
    deepEqual(
      table(
        ['Name', 'Ready'],
        [
          ['web', '1'],
          ['database', ''],
        ],
      ),
      ['NAME       READY', 'web        1', 'database'],
    )
  })

  it('lets nothing reach the terminal that it would obey', () => {
    equal(plainText('red \u001b[31m\u0007 and\n  more'), 'red [31m and more')
    equal(cut('abcdef', 4), 'abc…')
    equal(plainText(' a \n\n\tb\n'), ' a b ')
    deepEqual(specLines({ 'k\u001b[2J': 'v' }, []), ['k[2J: v'])
    const outcome = { type: 'outcome', exit: 1, message: 'a\u001b[2J\nb', remedy: 'c\u0007' } as const
    deepEqual(outcomeLines(outcome), ['error: a[2J\nb', 'next: c'])
  })

  it('takes time by its length alone (S12)', async () => {
    const long = `${' '.repeat(300_000)}x`
    await costsAtMost(10_000, () => equal(plainText(long).length, 300_001))
  })

  it('writes a spec as lines, with the lines of the file', () => {
    const places = [{ path: 'spec.replicas', file: 'a.yaml', line: 5 }]
    const spec = { replicas: 2, template: { command: ['a', 'b'], env: [{ name: 'A', value: '' }], labels: {} } }
    deepEqual(specLines(spec, places), [
      'replicas: 2   (line 5)',
      'template:',
      '  command: [a, b]',
      '  env:',
      '    - name: A',
      '      value: ""',
    ])
  })

  it('shows a text of several lines as lines, its indentation kept', () => {
    deepEqual(specLines({ sourceText: 'web:\n    image: nginx\n', number: 1 }, []), [
      'sourceText:',
      '  | web:',
      '  |     image: nginx',
      'number: 1',
    ])
  })

  for (const { format, wants } of [
    { format: 'name', wants: ['service/web', 'task/web-1'] },
    {
      format: 'table',
      wants: [
        'STACK   NAME          MODE         READY    DESIRED   IMAGE   STATUS   AGE',
        'shop    service/web   Replicated   <none>   <none>    nginx   <none>   60s',
        '',
        'STACK   NAME         SERVICE   NODE     PHASE     HEALTHY   RESTARTS   REASON   AGE',
        'shop    task/web-1   web       <none>   Running   <none>    <none>     <none>   <unknown>',
      ],
    },
    {
      format: 'custom-columns=NAME:.metadata.name,IMAGE:spec.template.image,PHASE:{.status.phase}',
      wants: ['NAME    IMAGE   PHASE', 'web     nginx   <none>', 'web-1   nginx   Running'],
    },
    {
      format: 'jsonpath={range .items[*]}{.metadata.name}{"\\t"}{.spec.template.image}{"\\n"}{end}',
      wants: ['web\tnginx\nweb-1\tnginx\n'],
    },
  ])
    it(`formats objects as ${format}`, async () => {
      deepEqual(
        await formatObjects([SERVICE, TASK], {
          format: parseFormat(format),
          stacks: true,
          single: false,
          now: NOW,
          paint: paint(false),
        }),
        wants,
      )
    })

  it('has a task with its container, image and ports in the wide table', async () => {
    const ports = [
      { containerPort: 80, protocol: 'tcp' as const, hostPort: 8080 },
      { containerPort: 443, protocol: 'tcp' as const, hostIP: '::1', hostPort: 8443 },
      { containerPort: 53, protocol: 'udp' as const },
    ]
    const task: V1Task = { ...TASK, status: { ...TASK.status, containerName: 'shop-web-1', ports } }
    const shown = { stacks: false, single: true, now: NOW, paint: paint(false), format: parseFormat('wide') }
    match(
      (await formatObjects([task], shown)).join('\n'),
      /CONTAINER +IMAGE +PORTS +AGE\n.* shop-web-1 +nginx +0\.0\.0\.0:8080->80\/tcp, \[::1\]:8443->443\/tcp, 53\/udp /,
    )
  })

  it('leaves the heads of a table away', async () => {
    const shown = { stacks: false, single: true, now: NOW, paint: paint(false), noHeaders: true }
    deepEqual(await formatObjects([TASK], { ...shown, format: parseFormat('custom-columns=N:.metadata.name') }), [
      'web-1',
    ])
    deepEqual(await formatObjects([TASK], { ...shown, format: parseFormat('table') }), [
      'web-1   web   <none>   Running   <none>   <none>   <none>   <unknown>',
    ])
  })

  it('names the formats that there are', () => {
    throws(() => parseFormat('jason'), /-o jason is no format; did you mean json\?/)
    throws(() => parseFormat('jsonpath='), /-o jsonpath= is no format/)
    throws(() => parseFormat('custom-columns=NAME'), /NAME is no column/)
  })

  it('sorts by a field, numbers in texts as people count, what has it not first', () => {
    const tasks = ['web-10', 'web-9', 'db-1'].map(
      (name, slot): V1Task => ({
        ...TASK,
        metadata: { ...TASK.metadata, name },
        ...(slot === 2 ? { spec: { ...TASK.spec, attempt: 4 } } : {}),
      }),
    )
    const names = (by: string) => sortObjects(tasks, by).map(({ metadata }) => metadata.name)
    deepEqual(names('.metadata.name'), ['db-1', 'web-9', 'web-10'])
    deepEqual(names('{.spec.attempt}'), ['web-10', 'web-9', 'db-1'])
    throws(() => names('.spec.nothing'), /no object has that/)
  })

  it('prints one object asked for by name alone, several as a list', async () => {
    const [one = ''] = await formatObjects([SERVICE], {
      format: parseFormat('json'),
      stacks: true,
      single: true,
      now: NOW,
      paint: paint(false),
    })
    deepEqual(JSON.parse(one), SERVICE)
    const [several = ''] = await formatObjects([SERVICE], {
      format: parseFormat('json'),
      stacks: true,
      single: false,
      now: NOW,
      paint: paint(false),
    })
    equal((JSON.parse(several) as { kind: string }).kind, 'List')
  })
})

const SERVICE: V1Service = {
  apiVersion: API_VERSION,
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop', creationTimestamp: new Date(NOW - 60 * SECOND).toISOString() },
  spec: { mode: 'Replicated', replicas: 2, template: { image: 'nginx' } },
}

const TASK: V1Task = {
  apiVersion: API_VERSION,
  kind: 'Task',
  metadata: { name: 'web-1', namespace: 'shop' },
  spec: { service: 'web', slot: 1, template: { image: 'nginx' } },
  status: { phase: 'Running' },
}
