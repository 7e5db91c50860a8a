import { deepEqual, equal } from 'node:assert/strict'
import { isColored, outputOn, type Terminal, widthOf } from '../../cli/terminal.ts'
import { buildCli, type Cli, type Ended, startCli } from '../support/cli.ts'

describe('colours', () => {
  for (const { terminal = false, env, wants } of [
    { terminal: true, env: {}, wants: true },
    { env: {}, wants: false },
    { terminal: true, env: { TERM: 'dumb' }, wants: false },
    { terminal: true, env: { NO_COLOR: '1' }, wants: false },
    { terminal: true, env: { NO_COLOR: '' }, wants: true },
    { terminal: true, env: { CLICOLOR: '0' }, wants: false },
    { env: { FORCE_COLOR: '1' }, wants: true },
    { env: { CLICOLOR_FORCE: '1', TERM: 'dumb' }, wants: true },
    { env: { CLICOLOR_FORCE: '0' }, wants: false },
    { terminal: true, env: { FORCE_COLOR: '0' }, wants: false },
    { env: { NO_COLOR: '1', FORCE_COLOR: '1' }, wants: false },
  ])
    it(`are ${wants ? 'there' : 'not there'} ${terminal ? 'on a terminal' : 'in a pipe'} with ${JSON.stringify(env)}`, () =>
      equal(isColored(terminal, env), wants))

  describe('of what is wrong with a command line', () => {
    let cli: Cli
    before(async () => {
      await buildCli()
      cli = startCli()
    })
    after(async () => await cli.end())

    const RED = '\u001b[31merror:\u001b[39m'
    for (const { args, env = {}, wants } of [
      { args: ['get', 'nonsense'], wants: 'error:' },
      { args: ['get', 'nonsense', '--color', 'always'], wants: RED },
      { args: ['--color=always', 'get', 'nonsense'], wants: RED },
      { args: ['get', 'nonsense'], env: { FORCE_COLOR: '1' }, wants: RED },
      { args: ['get', 'nonsense', '--color=never'], env: { FORCE_COLOR: '1' }, wants: 'error:' },
      { args: ['get', '--nonsense', '--color=always'], wants: RED },
      { args: ['get', '--nonsense'], wants: 'error:' },
      { args: ['get', '--color=green'], wants: 'error:' },
    ] as readonly { args: readonly string[]; env?: Record<string, string>; wants: string }[])
      it(`begin it with ${JSON.stringify(wants)}: ${args.join(' ')} ${JSON.stringify(env)}`, async () => {
        const { exit, err }: Ended = await cli.runWith(env, ...args)
        equal(exit, 2)
        equal(err.slice(0, wants.length), wants)
      })
  })
})

describe('the width', () => {
  for (const { columns, env, wants } of [
    { columns: 120, env: {}, wants: 120 },
    { columns: undefined, env: {}, wants: 80 },
    { columns: 120, env: { COLUMNS: '60' }, wants: 60 },
    { columns: 120, env: { COLUMNS: '200' }, wants: 120 },
    { columns: undefined, env: { COLUMNS: '200' }, wants: 200 },
    { columns: 120, env: { COLUMNS: 'wide' }, wants: 120 },
    { columns: 120, env: { COLUMNS: '0' }, wants: 120 },
  ])
    it(`is ${wants} where the terminal has ${columns} and ${JSON.stringify(env)}`, () =>
      equal(widthOf(columns, env), wants))
})

describe('what a command in a container writes', () => {
  it('is taken no faster than it is read here', async () => {
    const said: string[] = []
    let read = () => {}
    const terminal = {
      write: (bytes: Uint8Array) => void said.push(`out ${bytes}`),
      writeError: (bytes: Uint8Array) => void said.push(`err ${bytes}`),
      taken: () => new Promise<void>((resolve) => (read = resolve)),
    } as unknown as Terminal
    const take = outputOn(terminal)
    const first = Promise.resolve(take('stdout', Buffer.from('a'))).then(() => said.push('taken'))
    await Promise.resolve()
    deepEqual(said, ['out a'])
    read()
    await first
    void take('stderr', Buffer.from('b'))
    deepEqual(said, ['out a', 'taken', 'err b'])
  })
})
