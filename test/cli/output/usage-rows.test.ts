import { deepEqual } from 'node:assert/strict'
import type { TaskUsage, Usage } from '../../../api/v1/installation/usage.ts'
import { usageRows, usageTable } from '../../../cli/output/usage-rows.ts'

const task = (name: string, more: Partial<TaskUsage>): TaskUsage => ({
  ...{ stack: 'shop', service: name.replace(/-.*/, ''), task: name, node: 'a' },
  ...more,
})

const MIB = 1024 ** 2
const usage: Usage = {
  tasks: [
    task('web-1', { cpus: 0.5, memoryBytes: 10 * MIB, memoryLimitBytes: 64 * MIB }),
    task('web-2', { cpus: 1.25, memoryBytes: 5 * MIB, node: 'b' }),
    task('db-1', { cpus: 0.001, memoryBytes: 1536 * MIB }),
    task('new-1', { stack: 'blog' }),
  ],
  nodes: [{ node: 'b', cpus: 2, memoryBytes: 4096 * MIB }, { node: 'a' }],
}

describe('what is used', () => {
  it('is told of tasks, by stack and name', () => {
    deepEqual(usageTable(usageRows(usage, 'Task', undefined), 'Task'), [
      'STACK   NAME    NODE   CPU      MEMORY   LIMIT',
      'blog    new-1   a      <none>   <none>   <none>',
      'shop    db-1    a      0.10%    1.5GiB   <none>',
      'shop    web-1   a      50.0%    10MiB    64MiB',
      'shop    web-2   b      125.0%   5MiB     <none>',
    ])
  })

  it('is without what a terminal would obey, though labels of containers have it', () => {
    const tasks = [task('web-1', { stack: '\u001b[31mshop', cpus: 1, memoryBytes: MIB })]
    deepEqual(
      usageTable(usageRows({ tasks, nodes: [] }, 'Service', undefined), 'Service')[1],
      '[31mshop   web    1       100.0%   1MiB',
    )
  })

  it('is summed up by service', () => {
    deepEqual(usageTable(usageRows(usage, 'Service', undefined), 'Service'), [
      'STACK   NAME   TASKS   CPU      MEMORY',
      'blog    new    1       <none>   <none>',
      'shop    db     1       0.10%    1.5GiB',
      'shop    web    2       175.0%   15MiB',
    ])
  })

  it('is summed up by node, with what the node has', () => {
    deepEqual(usageTable(usageRows(usage, 'Node', undefined), 'Node'), [
      'NAME   TASKS   CPU      CPUS     MEMORY   OF',
      'a      3       50.1%    <none>   1.5GiB   <none>',
      'b      1       125.0%   2        5MiB     4GiB',
    ])
  })

  for (const { by, order } of [
    { by: 'cpu', order: ['web-2', 'web-1', 'db-1', 'new-1'] },
    { by: 'memory', order: ['db-1', 'web-1', 'web-2', 'new-1'] },
  ] as const)
    it(`is sorted by ${by}, the largest first, what is not known last`, () => {
      deepEqual(
        usageRows(usage, 'Task', by).map(({ name }) => name),
        order,
      )
    })
})
