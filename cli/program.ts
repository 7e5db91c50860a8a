import { Command, type CommanderError, type OutputConfiguration } from 'commander'
import { exits } from '../api/v1/installation/installation-error.ts'
import type { Outcome } from '../api/v1/installation/progress.ts'
import { addAliases } from './verbs/aliases.ts'
import { refuseEmpty } from './arguments/refuse-empty.ts'
import { firstWord } from './arguments/verb.ts'
import type { Context } from './context.ts'
import { addHelp, pathOf } from './help/add-help.ts'
import { addCompose } from './verbs/compose.ts'
import { exitLine } from './help/exit-meanings.ts'
import { addInstallation } from './verbs/installation.ts'
import { addCompletion, addExec, addGet, addLogs, addWait } from './verbs/look.ts'
import { addMachine } from './verbs/machine.ts'
import { addApply, addPause, addPlan, addScale } from './verbs/manifests.ts'
import { color, server, type Run, type Runner } from './options.ts'
import { asksForEvents, withOutcomeEvent } from './outcome-event.ts'
import { paint } from './output/paint.ts'
import { addTasks } from './verbs/tasks.ts'
import { type ColorChoice, type Terminal, withColor } from './terminal.ts'
import { VERSION_TEXT } from '../api/v1/version-text.ts'

/** The verbs that each function adds, in the order of the help. */
export const groups: readonly { readonly verbs: string; readonly add: (root: Command, run: Runner) => void }[] = [
  { verbs: 'apply delete', add: addApply },
  { verbs: 'scale edit rollout restart approve', add: addScale },
  { verbs: 'pause resume', add: addPause },
  { verbs: 'plan simulate', add: addPlan },
  { verbs: 'get describe', add: addGet },
  { verbs: 'events wait', add: addWait },
  { verbs: 'logs validate', add: addLogs },
  { verbs: 'up down ps ls rm watch pull build', add: addAliases },
  { verbs: 'explain exec', add: addExec },
  { verbs: 'stop start cp port images kill run', add: addTasks },
  { verbs: 'adopt config convert', add: addCompose },
  { verbs: 'status top doctor audit', add: addMachine },
  { verbs: 'init git-hook dial-stdio version serve token backup restore secret', add: addInstallation },
  { verbs: 'completion', add: addCompletion },
]

/**
 * Builds the root command with its verbs and their options; the code of a verb is loaded when it runs. `done` gets the exit code. If `argv`
 * names a verb, only its group is added, as describing all options takes longer than most commands do.
 */
export function program(context: Context, done: (exit: number) => void, argv: readonly string[] = []): Command {
  const root: Command = new Command('reconcile')
    .description('Keeps plain Docker hosts equal to a directory of manifests.')
    .version(VERSION_TEXT, '-V, --version')
    .showHelpAfterError(`(${SEE_HELP})`)
    .helpOption('-h, --help')
    .addOption(color())
    .addOption(server())
    .configureHelp({ showGlobalOptions: true, minWidthToWrap: 12 })
    .configureOutput(outputOn(context, () => root, argv))
    .addHelpText('after', AFTER)
  const run =
    (load: () => Promise<Run>) =>
    async (...args: unknown[]): Promise<void> => {
      // commander passes the Command itself last.
      const parsed = args.at(-1) as Command
      const verb = pathOf(parsed)
      const own = {
        ...context,
        ...serverFor(root, context),
        terminal: terminalFor(root, context),
        verb,
        warned: new Set<string>(),
      }
      const runVerb = async () => {
        refuseEmpty(parsed)
        const command = await load()
        return await (command as (...all: unknown[]) => Promise<number>)(own, ...args.slice(0, -1))
      }
      done(await withOutcomeEvent(parsed, own, runVerb))
    }
  for (const { add } of groupsFor(root, argv)) add(root, run)
  addHelp(root)
  return root
}

/** The groups that a command line needs: that of its verb, else all, as for `__complete`, which completes every verb. */
function groupsFor(root: Command, argv: readonly string[]): typeof groups {
  const verb = argv[firstWord(root.options, argv, 0)]
  const named = groups.filter(({ verbs }) => verbs.split(' ').some((each) => each === verb))
  return named.length > 0 ? named : groups
}

/** The terminal, with the colours that `--color` asks for. */
export function terminalFor(root: Command, { terminal }: Context): Terminal {
  return withColor(terminal, root.opts<{ color?: ColorChoice }>().color)
}

/** The server that `--server` names, else RECONCILE_SERVER. */
function serverFor(root: Command, { env }: Context): Pick<Context, 'server'> {
  const server = root.opts<{ server?: string }>().server ?? env['RECONCILE_SERVER']
  return server ? { server } : {}
}

/** How commander prints help and usage errors. Errors are not printed where output is JSON events. */
function outputOn(context: Context, root: () => Command, argv: readonly string[]): OutputConfiguration {
  const { terminal } = context
  const red = () => paint(terminalFor(root(), context).errorColor).bad
  return {
    writeOut: (text) => terminal.write(text),
    writeErr: (text) => {
      if (!asksForEvents(root(), argv)) terminal.writeError(Buffer.from(text))
    },
    getOutHelpWidth: terminal.width,
    getErrHelpWidth: terminal.width,
    outputError: (text, write) => write(withFiles(text, root()).replace(/^error:/, red())),
  }
}

const SEE_HELP = 'run it with --help to see what it takes'

/** A usage error of commander as an outcome. */
export function usageOutcome({ message }: CommanderError, root: Command): Outcome {
  const words = withFiles(`${message}\n`, root)
    .replace(/^error: /, '')
    .trim()
    .replaceAll('\n', ' ')
  return { type: 'outcome', exit: exits.usage, message: words, remedy: SEE_HELP }
}

/** What the words after a verb that takes none of them may be meant for. */
const HINTS: Readonly<Record<string, string>> = {
  serve: 'a directory is named with --watch: reconcile serve --watch DIR',
  top: 'it takes a kind and no names: reconcile top tasks -n STACK',
}

/** Adds a hint to "too many arguments": of a verb that reads files, the extra word may be a file without `-f`. */
function withFiles(text: string, root: Command): string {
  const [, verb] = /^error: too many arguments for '([\w-]+)'/.exec(text) ?? []
  const takesFiles = root.commands.find((each) => each.name() === verb)?.options.some(({ long }) => long === '--file')
  const files = takesFiles ? `files are named with -f: reconcile ${verb} -f FILE` : undefined
  const hint = HINTS[verb ?? ''] ?? files
  return hint === undefined ? text : text.replace(/\.?\n$/, `; ${hint}\n`)
}

const AFTER = `
Examples:
  reconcile apply -f compose.yaml       make this host equal to a file, and wait until it is
  reconcile plan -f shop/               say what apply would do
  reconcile get all                     what there is, in all stacks
  reconcile status                      what fails, waits, is held or is under way
  reconcile describe service/web        all about one object, and why it stands as it stands
  reconcile serve --watch /srv/stacks   keep hosts equal to a directory, for good

Exit: ${exitLine([0, 1, 2, 3])},
      ${exitLine([4, 5, 6, 130])}`
