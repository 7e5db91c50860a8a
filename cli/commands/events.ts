import type { ObjectEvent } from '../../api/v1/installation/answers.ts'
import { exits } from '../../api/v1/installation/installation-error.ts'
import type { Installation } from '../../api/v1/installation/installation.ts'
import { locate, parseName, stackHint } from '../arguments/references.ts'
import { didYouMean } from '../../api/v1/validation/nearest.ts'
import { anywhere } from '../arguments/stack-here.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { eventTable } from '../output/event-rows.ts'
import { paint } from '../output/paint.ts'
import { usageError } from '../usage.ts'

export interface EventsOptions {
  readonly stack?: string
  readonly for?: string
  readonly types?: string
  readonly output: 'table' | 'json'
}

/** Prints events, latest last: of all stacks, of one (`-n`), or of one object and its tasks (`--for service/web`). */
export async function events(context: Context, options: EventsOptions): Promise<number> {
  const { terminal, now } = context
  const isWanted = wantedTypes(options.types)
  return await withInstallation(context, { purpose: 'read' }, async (installation) => {
    const found = (await eventsFor(context, installation, options)).filter(({ type }) => isWanted.has(type))
    const shown = [...found].sort((a, b) => a.lastAt - b.lastAt)
    if (options.output === 'json') terminal.print(...shown.map((event) => JSON.stringify(event)))
    else if (shown.length > 0) terminal.print(...eventTable(shown, { now: now(), paint: paint(terminal.color) }))
    else terminal.complain(`No events found${await stackHint(installation, options.stack)}.`)
    if (!installation.served) terminal.complain('No serve runs: only a running serve keeps events.')
    return exits.converged
  })
}

async function eventsFor(
  context: Context,
  installation: Installation,
  { stack, for: name }: EventsOptions,
): Promise<readonly ObjectEvent[]> {
  if (name === undefined) return await installation.events(stack)
  const description = await installation.describe(await locate(installation, parseName(name), anywhere(context, stack)))
  return description?.events ?? []
}

const TYPES = ['Normal', 'Warning'] as const

function wantedTypes(text: string | undefined): ReadonlySet<string> {
  if (text === undefined) return new Set(TYPES)
  const wanted = text.split(',').map((word) => TYPES.find((type) => type.toLowerCase() === word.trim().toLowerCase()))
  if (wanted.includes(undefined))
    throw usageError(`--types ${text}: not types of events${didYouMean(text, TYPES)}`, 'write Normal, Warning or both')
  return new Set(wanted.filter((type) => type !== undefined))
}
