// npx tsx hack/session/main.ts: records the session in README.md anew, from a real run on an engine of its own (as root, on Debian).
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildCli, BIN, type Cli, startCli } from '../../test/support/cli.ts'
import { loadImages } from '../../test/support/images.ts'
import { startLab } from '../../test/support/lab.ts'
import { startTyping } from '../../test/support/pty.ts'
import { fullest, screensOf, shortened, WIDTH } from './screen.ts'

const README = fileURLToPath(new URL('../../README.md', import.meta.url))
const BEGIN = '<!-- Recorded by npx tsx hack/session/main.ts: run that after a change of what is shown. -->\n'
const END = '<!-- The session ends here. -->\n'

const compose = (replicas: number, greeting: string) => `name: demo
services:
  web:
    image: busybox:1.36
    command: sh -c "mkdir /w && echo $$GREETING > /w/index.html && httpd -f -p 8080 -h /w"
    environment: { GREETING: ${greeting} }
    healthcheck: { test: wget -q -O - localhost:8080, interval: 1s, start_period: 5s }
    stop_grace_period: 1s
    deploy: { replicas: ${replicas}, update_config: { order: start-first, monitor: 1s } }
`

await main()

async function main(): Promise<void> {
  await buildCli()
  const lab = await startLab({ release: 'sid' })
  const cli = startCli(lab.hosts[0].socket)
  try {
    await loadImages(lab.hosts[0].socket, ['busybox:1.36'])
    put(await session(cli))
  } finally {
    await cli.end()
    await lab.down()
  }
}

async function session(cli: Cli): Promise<string> {
  cli.write('compose.yaml', compose(2, 'hello'))
  await said(cli, 'apply', '-f', 'compose.yaml')
  cli.write('compose.yaml', compose(3, 'hi'))
  const plan = await said(cli, 'plan', '-f', 'compose.yaml')
  const screens = screensOf(await typed(cli, 'apply -f compose.yaml'))
  const described = await said(cli, 'describe', 'service/web', '-n', 'demo')
  return [
    ...shown('plan -f compose.yaml', shortened(plan, 12)),
    ...shown('apply -f compose.yaml          # a moment of the live tree, and its end', fullest(screens)),
    ...['', ...(screens.at(-1) ?? [])],
    ...shown('describe service/web -n demo', shortened(described, 4)),
  ].join('\n')
}

function shown(line: string, lines: readonly string[]): string[] {
  return [...(line.startsWith('plan') ? [] : ['']), `$ reconcile ${line}`, ...lines]
}

async function said(cli: Cli, ...args: readonly string[]): Promise<readonly string[]> {
  const { exit, out, err } = await cli.run(...args)
  if (exit !== 0) throw new Error(`reconcile ${args.join(' ')} ended with ${exit}: ${out}${err}`)
  return out.replaceAll(`${cli.dir}/`, '').trimEnd().split('\n')
}

/** Runs a command on a terminal, and returns all its output. */
async function typed(cli: Cli, line: string): Promise<string> {
  const typing = await startTyping(`stty cols ${WIDTH} rows 30; ${BIN} ${line}; echo "ended: $?"`, {
    cwd: cli.dir,
    env: { ...cli.env, TERM: 'xterm' },
  })
  try {
    await typing.shows(/ended: 0/)
    return typing
      .output()
      .replace(/^\/dev\/pts\/\d+\r?\n/, '')
      .replace(/ended: 0[\s\S]*/, '')
      .trimEnd()
  } finally {
    await typing.end()
  }
}

function put(text: string): void {
  const readme = readFileSync(README, 'utf8')
  const [before = '', rest = ''] = readme.split(BEGIN)
  const [, after] = rest.split(END)
  if (after === undefined) throw new Error(`README.md has no place for the session: ${BEGIN}${END}`)
  writeFileSync(README, `${before}${BEGIN}\n\`\`\`\n${text}\n\`\`\`\n\n${END}${after}`)
}
