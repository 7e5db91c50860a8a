import { deepEqual, equal, throws } from 'node:assert/strict'
import { evaluate, render } from '../../../cli/output/jsonpath/evaluate.ts'
import { parsePath, parseTemplate } from '../../../cli/output/jsonpath/parse.ts'

// The examples of https://kubernetes.io/docs/reference/kubectl/jsonpath/, and what kubectl makes of them.
const DOCUMENT = {
  kind: 'List',
  items: [
    {
      kind: 'None',
      metadata: { name: '127.0.0.1', labels: { 'kubernetes.io/hostname': '127.0.0.1' } },
      status: { capacity: { cpu: '4' }, addresses: [{ type: 'LegacyHostIP', address: '127.0.0.1' }] },
    },
    {
      kind: 'None',
      metadata: { name: '127.0.0.2' },
      status: {
        capacity: { cpu: '8' },
        addresses: [
          { type: 'LegacyHostIP', address: '127.0.0.2' },
          { type: 'another', address: '127.0.0.3' },
        ],
      },
    },
  ],
  users: [
    { name: 'myself', user: {} },
    { name: 'e2e', user: { username: 'admin', password: 'secret' } },
  ],
  numbers: [0, 1, 2, 3, 4],
}

describe('JSONPath as kubectl has it', () => {
  for (const { template, wants } of [
    { template: 'kind is {.kind}', wants: 'kind is List' },
    { template: "{['kind']}", wants: 'List' },
    { template: '{$.kind}', wants: 'List' },
    { template: '{..name}', wants: '127.0.0.1 127.0.0.2 myself e2e' },
    { template: '{.items[*].metadata.name}', wants: '127.0.0.1 127.0.0.2' },
    { template: '{.users[0].name}', wants: 'myself' },
    { template: '{.users[-1].name}', wants: 'e2e' },
    { template: "{.items[0].metadata['name','labels']}", wants: '127.0.0.1 {"kubernetes.io/hostname":"127.0.0.1"}' },
    { template: '{.users[?(@.name=="e2e")].user.password}', wants: 'secret' },
    { template: "{.users[?( @.name != 'e2e' )].name}", wants: 'myself' },
    { template: '{.users[?(@.user.username)].name}', wants: 'e2e' },
    { template: '{.items[?(@.status.capacity.cpu > "4")].metadata.name}', wants: '127.0.0.2' },
    {
      template: '{range .items[*]}[{.metadata.name}, {.status.capacity.cpu}] {end}',
      wants: '[127.0.0.1, 4] [127.0.0.2, 8] ',
    },
    {
      template: '{range .items[*]}{.metadata.name}{"\\t"}{.kind}{"\\n"}{end}',
      wants: '127.0.0.1\tNone\n127.0.0.2\tNone\n',
    },
    {
      template: '{range .items[*]}{range .status.addresses[*]}{.address};{end}|{end}',
      wants: '127.0.0.1;|127.0.0.2;127.0.0.3;|',
    },
    { template: '{.items[0].metadata.labels.kubernetes\\.io/hostname}', wants: '127.0.0.1' },
    {
      template: '{.numbers[1:3]} {.numbers[:2]} {.numbers[-2:]} {.numbers[::2]} {.numbers[0,4]}',
      wants: '1 2 0 1 3 4 0 2 4 0 4',
    },
    { template: '{.items[0].status.capacity}', wants: '{"cpu":"4"}' },
    { template: '{.numbers[?(@ >= 3)]}', wants: '3 4' },
    { template: '{.nothing.there}{.nothing[0]}', wants: '' },
    { template: '{.items[?(@.status.addresses[1].type=="another")].metadata.name}', wants: '127.0.0.2' },
    { template: '{.kind .numbers[0]}', wants: 'List0' },
    { template: '{.users[*].constructor}', wants: '' },
  ])
    it(template, () => equal(render(parseTemplate(template), DOCUMENT), wants))

  for (const { template, wants } of [
    { template: '{.items[2].kind}', wants: 'the JSONPath asks for [2] of a list of 2' },
    { template: '{.numbers[-6]}', wants: 'the JSONPath asks for [-6] of a list of 5' },
    {
      template: '{range .items[*]}{.status.addresses[1].type}{end}',
      wants: 'the JSONPath asks for [1] of a list of 1',
    },
  ])
    it(`fails at ${template}, as what it prints would be taken for a name`, () =>
      throws(() => render(parseTemplate(template), DOCUMENT), { exit: 1, message: wants }))

  for (const path of ['.users[0].name', 'users[0].name', '{.users[0].name}', '$.users[0].name'])
    it(`takes ${path} for one path`, () => deepEqual(evaluate(parsePath(path), DOCUMENT), ['myself']))

  for (const { template, wants } of [
    { template: '{.items[*}', wants: /wrong at character 10: \] is missing/ },
    { template: '{range .items[*]}{.kind}', wants: /\{end\} is missing/ },
    { template: '{.kind}{end}', wants: /nothing is to be ended/ },
    { template: '{"open}', wants: /character 2: the quote " is not closed/ },
    { template: '{.items[?(@.kind ~ 3)]}', wants: /\) is missing/ },
    { template: '{kind}', wants: /a path begins with/ },
    { template: '{.numbers[::0]}', wants: /a slice goes on by 1/ },
    { template: '{.numbers[one]}', wants: /an index, a slice/ },
    { template: '{.a', wants: /a path begins with|} is missing/ },
  ])
    it(`says where ${template} is wrong`, () => throws(() => parseTemplate(template), wants))

  it('says that a path is more than one', () => {
    throws(() => parsePath('.kind .items'), /ends before this/)
    throws(() => parsePath(''), /ends before this/)
  })
})
