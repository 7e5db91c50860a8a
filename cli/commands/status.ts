import type { Installation } from '../../api/v1/installation/installation.ts'
import type { V1Node, V1Stack, V1Task } from '../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { didYouMean } from '../../api/v1/validation/nearest.ts'
import { isNamespaced, kindNames, kinds } from '../../api/v1/kinds.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { paint } from '../output/paint.ts'
import { statusLines } from '../output/status-lines.ts'
import { isWorkedAt } from '../watch-until.ts'
import { standingOf, type StatusView } from '../status/standing.ts'

export interface StatusCommandOptions {
  /** Absent: all stacks. */
  readonly stack?: string
  readonly output: 'text' | 'json'
}

/**
 * Prints the overall state on one screen. Exit 0: all is well; 1: something failed, or is left undone; 5: an engine does not answer; 6:
 * something waits for approval.
 */
export async function status(context: Context, { stack, output }: StatusCommandOptions): Promise<number> {
  const { terminal } = context
  const isWorked = await isWorkedAt(context)
  const all = await withInstallation(context, { purpose: 'read' }, (installation) => look(installation, stack))
  // What is wrong with a host may concern any stack.
  const looked = stack === undefined ? all : { ...all, stacks: [stackNamed(all, stack)] }
  // A command that began meanwhile is at work as well.
  const standing = standingOf({ ...looked, isWorked: isWorked || (await isWorkedAt(context)) })
  if (output === 'json') terminal.print(JSON.stringify(standing, undefined, 2))
  else terminal.print(...statusLines(standing, paint(terminal.color)))
  return standing.exit
}

function stackNamed({ stacks }: Pick<StatusView, 'stacks'>, name: string): V1Stack {
  const found = stacks.find(({ metadata }) => metadata.name === name)
  if (found) return found
  const remedy = '`reconcile get stacks` lists those that there are'
  const names = stacks.map(({ metadata }) => metadata.name)
  throw new InstallationError(exits.failed, `there is no stack ${name}${didYouMean(name, names)}`, { remedy })
}

async function look(
  installation: Installation & { readonly served: boolean },
  stack: string | undefined,
): Promise<Omit<StatusView, 'isWorked'>> {
  const list = async (kind: (typeof kindNames)[number]) => (await installation.list(kind, {})).items
  const declared = kindNames.filter((kind) => kinds[kind].declared && isNamespaced(kind))
  const kindsOfAll = ['Node', 'Stack', 'Task', ...declared] as const
  const [nodes, stacks, tasks, ...lists] = await Promise.all(kindsOfAll.map(list))
  return {
    ...(installation.served ? { serve: await installation.version() } : {}),
    nodes: nodes as readonly V1Node[],
    stacks: stacks as readonly V1Stack[],
    objects: lists.flat(),
    tasks: tasks as readonly V1Task[],
    notes: await installation.notes(stack),
  }
}
