import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Editable } from '../../api/v1/installation/answers.ts'
import { exits, InstallationError, isInstallationError } from '../../api/v1/installation/installation-error.ts'
import { describeRef, type ObjectRef } from '../../api/v1/metadata.ts'
import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import { type ActOptions, actingAs } from '../arguments/lock-wait.ts'
import { locate, parseNames } from '../arguments/references.ts'
import { anywhere } from '../arguments/stack-here.ts'
import { withInstallation } from '../connect.ts'
import type { Context } from '../context.ts'
import { isEmptied, withHead, withoutHead } from '../edit/edited-text.ts'
import { editorOf, runEditor } from '../edit/editor.ts'
import { follow, outcomeOf } from '../follow.ts'
import type { ProgressFormat } from '../output/progress.ts'
import { usageError } from '../usage.ts'

export interface EditOptions extends ActOptions {
  readonly stack?: string
  readonly output: ProgressFormat
}

/** The object to edit, and its text. */
interface Shown {
  readonly ref: ObjectRef
  readonly text: string
  readonly version: string
  readonly about: readonly string[]
}

/** Opens an object's manifest in an editor and applies what is saved. If that is invalid, shows the errors and opens the editor again. */
export async function edit(context: Context, words: readonly string[], options: EditOptions): Promise<number> {
  const [named, ...more] = parseNames(words)
  if (!named || more.length > 0)
    throw usageError('edit what? one object', 'name it: reconcile edit service/web -n STACK')
  const editor = editorOf(context.env)
  // The state is not locked while a person edits.
  const shown = await withInstallation(context, { purpose: 'read' }, async (installation) => {
    const ref = await locate(installation, named, anywhere(context, options.stack))
    return await shownOf(ref, await installation.editable(ref), context)
  })
  const file = join(
    mkdtempSync(join(tmpdir(), 'reconcile-edit-')),
    `${shown.ref.kind.toLowerCase()}-${shown.ref.name}.yaml`,
  )
  const session = { context, options, shown, file, editor }
  try {
    return await rounds(session)
  } catch (error) {
    throw withCopy(error, session)
  }
}

async function shownOf(ref: ObjectRef, found: Editable, { server }: Context): Promise<Shown> {
  const name = describeRef(ref)
  if ('text' in found)
    return { ref, ...found, about: [`${name}, as it was applied; the next apply of its file counts.`] }
  const { readDocument } = await import('../bundles/local.ts')
  const about = [`${name} stands in ${found.file}; what is saved here is written there.`]
  return { ref, version: found.version, text: readDocument(found, server), about }
}

interface Session {
  readonly context: Context
  readonly options: EditOptions
  readonly shown: Shown
  /** The temporary file to edit. */
  readonly file: string
  readonly editor: ReturnType<typeof editorOf>
}

/** Limits the attempts without a keyboard: a script as editor may correct errors that it is shown, but must not loop forever. */
const MOST_UNATTENDED = 5

/** Runs the editor until the edit is accepted, cancelled, or saved again with the same errors. */
async function rounds(session: Session): Promise<number> {
  const { context, shown, file, editor } = session
  let [text, wrong] = [shown.text, '']
  for (let failed = 0; ; failed++) {
    if (failed === MOST_UNATTENDED && !context.terminal.keyboard)
      throw invalid(`saved ${failed} times, and still wrong`)
    write(file, withHead(text, { about: shown.about, wrong }))
    await runEditor(editor, file)
    const edited = withoutHead(readFileSync(file, 'utf8'))
    if (isEmptied(edited)) return cancelled(session, 'the file was emptied')
    if (edited === shown.text) return cancelled(session, 'no changes')
    if (edited === text && wrong !== '') throw invalid('saved as it was, and still wrong')
    const taken = await save(session, edited)
    if (typeof taken === 'number') return taken
    context.terminal.complain(...taken.message.split('\n'))
    ;[text, wrong] = [edited, taken.message]
  }
}

/** Replaces the file as a whole: on a full disk it stays as it was saved. */
function write(file: string, text: string): void {
  const beside = `${file}.unfinished`
  try {
    writeFileSync(beside, text, { mode: 0o600 })
    renameSync(beside, file)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
}

function cancelled({ context, file }: Session, why: string): number {
  remove(file)
  context.terminal.print(`edit cancelled, ${why}`)
  return exits.converged
}

/** What is wrong was shown when it was saved. */
function invalid(how: string): InstallationError {
  return new InstallationError(exits.usage, how, { remedy: 'nothing was changed' })
}

/** Applies the text; returns the exit code, or what is wrong with the text. */
async function save({ context, options, shown, file }: Session, text: string): Promise<number | InstallationError> {
  const { ref, version } = shown
  const request = {
    ...{ ref, text, version, signal: context.signal },
    ...actingAs(options),
  }
  return await withInstallation(context, { purpose: 'act', ...options }, async (installation) => {
    const events = installation.edit(request)[Symbol.asyncIterator]()
    let first: IteratorResult<ProgressEvent>
    try {
      first = await events.next()
    } catch (error) {
      if (isInstallationError(error) && ['Invalid', 'BadRequest'].includes(error.reason)) return error
      throw error
    }
    remove(file)
    const whole = async function* (): AsyncGenerator<ProgressEvent> {
      if (!first.done) yield first.value
      yield* { [Symbol.asyncIterator]: () => events }
    }
    return await follow(context, whole, { format: options.output, served: installation.served })
  })
}

/** The error, extended by the path where the edit was kept. */
function withCopy(error: unknown, { context, file, shown }: Session): InstallationError {
  const { message, exit, remedy } = outcomeOf(error, context.signal)
  const isKept = hasEdit(file, shown.text)
  if (!isKept) remove(file)
  const where = isKept ? `; your edit is kept in ${file}` : ''
  const reason = isInstallationError(error) ? { reason: error.reason } : {}
  return new InstallationError(exit, `${message}${where}`, {
    ...reason,
    ...(remedy === undefined ? {} : { remedy }),
    cause: error,
  })
}

function hasEdit(file: string, before: string): boolean {
  try {
    return withoutHead(readFileSync(file, 'utf8')) !== before
  } catch {
    return false
  }
}

function remove(file: string): void {
  rmSync(dirname(file), { recursive: true, force: true })
}
