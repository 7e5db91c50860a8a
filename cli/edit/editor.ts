import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { errorText } from '../../api/v1/language/caught-error.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { usageError } from '../usage.ts'

type Env = Readonly<Record<string, string | undefined>>

/** The editor's command line, from the same variables as kubectl's and git's. */
export function editorOf(env: Env): readonly [string, ...string[]] {
  const name = ['KUBE_EDITOR', 'VISUAL', 'EDITOR'].find((each) => env[each]?.trim())
  const [command, ...args] = wordsOf(name === undefined ? 'vi' : (env[name] ?? ''), name)
  return [command ?? 'vi', ...args]
}

/** Splits a command line at blanks like a shell, with quotes and backslashes, but without running one. */
function wordsOf(text: string, name = ''): readonly string[] {
  const words = [...text.matchAll(/(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+/g)].map(([word]) => word)
  if (text.replaceAll(/\s/g, '').length !== words.join('').replaceAll(/\s/g, '').length)
    throw usageError(`${name} has a quote without its other one: ${text}`, `set it anew, as ${name}='code --wait'`)
  return words.map((word) => word.replaceAll(/'[^']*'|"(?:[^"\\]|\\.)*"|\\./g, bare))
}

/** Removes quotes or a backslash. */
function bare(part: string): string {
  if (part.startsWith("'")) return part.slice(1, -1)
  return part.startsWith('"') ? part.slice(1, -1).replaceAll(/\\(["\\$`])/g, '$1') : part.slice(1)
}

/** Runs the editor on a file until it ends. ^C reaches only the editor meanwhile. */
export async function runEditor([command, ...args]: readonly [string, ...string[]], file: string): Promise<void> {
  const giveBack = keepInterrupts()
  try {
    const child = spawn(command, [...args, file], { stdio: 'inherit' })
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
    if (code !== 0) throw failed(`${command} ended with ${code ?? signal}`)
  } catch (error) {
    throw error instanceof InstallationError ? error : failed(`${command} can't be run: ${errorText(error)}`)
  } finally {
    giveBack()
  }
}

function failed(message: string): InstallationError {
  return new InstallationError(exits.failed, `the editor ${message}`, {
    remedy: 'set KUBE_EDITOR, VISUAL or EDITOR to one that runs; nothing was changed',
  })
}

/** A terminal sends ^C to all foreground processes, but editors use it as a key, so we ignore it. */
function keepInterrupts(): () => void {
  const listeners = process.listeners('SIGINT')
  const ignore = () => undefined
  process.removeAllListeners('SIGINT')
  process.on('SIGINT', ignore)
  return () => {
    process.off('SIGINT', ignore)
    for (const listener of listeners) process.on('SIGINT', listener)
  }
}
