import { type WatchExec, watchActions } from '../../api/v1/develop.ts'
import type { Context } from '../context.ts'
import type { DevelopEntry } from '../develop-rules.ts'
import { childOf, type Node } from '../node.ts'
import { textMap } from '../readers/key-values.ts'
import { commandLine, listOf, oneOrMore } from '../readers/lists.ts'
import { type Reader, readerOf } from '../readers/reader.ts'
import { filledPath, flag, oneOf, text } from '../readers/scalars.ts'
import type { ServiceDraft, Written } from '../service-draft.ts'
import { type Attribute, type AttributeTable, field, mapOf, read, readMapping } from './attribute.ts'

const execAttributes: AttributeTable<NonNullable<DevelopEntry['exec']>> = {
  command: field('command', commandLine),
  user: field('user', text),
  privileged: field('privileged', flag),
  working_dir: field('workingDir', text),
  environment: field('env', assignments),
}

const anyExec = mapOf<NonNullable<DevelopEntry['exec']>>(execAttributes, () => ({ command: [], env: [] }), ['command'])

const entryAttributes: AttributeTable<DevelopEntry> = {
  action: field('action', oneOf(Object.fromEntries(watchActions.map((action) => [action, action])))),
  path: field('path', filledPath),
  target: field('target', text),
  ignore: field('ignore', oneOrMore(text)),
  include: field('include', oneOrMore(text)),
  initial_sync: field('initialSync', flag),
  // With a command that is nothing it is none, as in docker compose 2.40; without that key it is refused.
  exec: field(
    'exec',
    readerOf(execAttributes, (node, context) =>
      childOf(node, 'command')?.value === null ? undefined : anyExec(node, context),
    ),
  ),
}

const anyEntry = mapOf<DevelopEntry>(entryAttributes, () => ({ action: 'restart', path: '' }), ['action', 'path'])

const entry: Reader<Written<DevelopEntry>> = (node, context) => {
  const value = anyEntry(node, context)
  return value && { value, node }
}

const developAttributes: AttributeTable<ServiceDraft> = { watch: field('develop', listOf(entry)) }

/** `develop`: checked wherever it is read, as by Compose; what it asks for is done only by those who watch. */
export const develop: Attribute<ServiceDraft> = read(
  'what `reconcile watch` and `reconcile serve --develop` do',
  (node, target, context) => void readMapping(node, { table: developAttributes, target, context }),
)

/** Variables as NAME=value. A name alone gets an empty value, as in docker compose 2.40, never the caller's. */
function assignments(node: Node, context: Context): WatchExec['env'] {
  return Object.entries(textMap('')(node, context) ?? {}).map(([name, value]) => `${name}=${value}`)
}
