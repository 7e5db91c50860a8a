import type { V1Node, V1NodeStatus } from '../../api/v1/generated/types.ts'
import { getCondition } from '../../api/v1/conditions.ts'
import { conditionTypes, nodeReasons } from '../../api/v1/reasons.ts'
import type { Controller } from '../runtime/controller.ts'
import { hasOurs, isUnseen, noteIfAllSeen, noteTookOver } from '../holds/unseen-nodes.ts'
import type { Ports } from '../runtime/ports.ts'
import { again, done, type Result } from '../runtime/result.ts'
import { allNotes, notesOn } from '../runtime/source-notes.ts'
import { nodeWakes } from './wakes.ts'
import { observeNode } from './observe.ts'
import { isOver, planNode, stayingWords, type NodeView } from './plan.ts'
import { statusOf } from './status.ts'

/** Sets each node's Ready condition from what its informer sees, guards the engine's identity, and completes the removal of nodes. */
export const nodeController: Controller = {
  name: 'node',
  kind: 'Node',
  isEarly: true,
  // Coalesced, as another home may start any number of containers.
  coalesce: (key, { inventory }) => inventory.host(key)?.containers.size ?? 0,

  wakes: nodeWakes,

  async reconcile(key, ports) {
    const view = observeNode(key, ports)
    if (!view) {
      noteIfSeen(ports)
      return done
    }
    const plan = planNode(view)
    const status = statusOf(view, plan, notesOn(allNotes(ports.store), `Node/${key}`))
    ports.store.putStatus('Node', key, status)
    noteSeen(view.node, status, ports)
    tellID(view.node.status, status, { key, ports })
    tellNews(view.node.status, status, { key, ports })
    tellTls(view.node.status, status, { key, ports })
    // A file may declare it again.
    if (isOver(view, plan) && !ports.unread?.value) return await end(view, ports)
    if (plan.nextAt !== undefined) return again(plan.nextAt - view.now, 'the grace ends', 'periodic')
    if (view.withdrawn || view.drained || view.lacking)
      return again(ports.settings.heartbeatMs, 'its tasks may have ended', 'periodic')
    return view.info?.disk ? again(ports.settings.heartbeatMs, 'its disk may fill', 'periodic') : done
  },
}

/** Records that another state worked here before, if a node's engine is seen for the first time and has objects of this installation. */
function noteSeen(before: V1Node, { engine }: V1NodeStatus, ports: Ports): void {
  const { store, inventory, installation } = ports
  const host = inventory.host(before.metadata.name)
  if (isUnseen(before) && engine && host && hasOurs(host, installation)) noteTookOver(store)
  noteIfSeen(ports)
}

/** Records once that every node has been seen. Only when all sources are read, as they may still declare nodes. */
function noteIfSeen({ store, unread, clock }: Ports): void {
  if (!unread?.value) noteIfAllSeen(store, clock.now())
}

/**
 * Deletes a Node that is over, once our locks there are given back. That takes calls, so it is read again: a node that is declared again
 * meanwhile stays, and the next write for each stack takes its lock again.
 */
async function end(view: NodeView, ports: Ports): Promise<Result> {
  const { name, uid } = view.node.metadata
  if (!view.withdrawn?.renamed) await ports.locks?.leave(name)
  const now = observeNode(name, ports)
  const plan = now && planNode(now)
  if (!plan || now.node.metadata.uid !== uid || !isOver(now, plan)) return done // its change woke this key
  const message = stayingWords(now, plan)
  const { nodeLost, networksThere } = nodeReasons
  const reason = now.withdrawn?.tasks.length ? nodeLost : networksThere
  if (message !== undefined) ports.recorder.record({ object: `Node/${name}`, type: 'Warning', reason, message })
  ports.store.delete('Node', name)
  return done
}

interface Telling {
  readonly key: string
  readonly ports: Pick<Ports, 'recorder'>
}

/** Records an event where its engine has another id from now on: it was approved, or upgraded. */
function tellID(before: V1NodeStatus | undefined, { engineID }: V1NodeStatus, { key, ports }: Telling): void {
  if (before?.engineID === undefined || engineID === before.engineID) return
  const message = `its engine has the id ${engineID} from now on; it was ${before.engineID}`
  ports.recorder.record({ object: `Node/${key}`, type: 'Normal', reason: nodeReasons.engineAnswers, message })
}

/** Records events for disk pressure and withdrawal, when they begin and when they end. */
function tellNews(before: V1NodeStatus | undefined, after: V1NodeStatus, { key, ports }: Telling): void {
  for (const condition of [conditionTypes.diskPressure, conditionTypes.withdrawn]) {
    const [was, is] = [before, after].map((status) => getCondition(status?.conditions, condition))
    const isBad = is?.status === 'True'
    if (!is || isBad === (was?.status === 'True') || is.reason === nodeReasons.networksThere) continue
    const { reason = '', message = '' } = is
    ports.recorder.record({ object: `Node/${key}`, type: isBad ? 'Warning' : 'Normal', reason, message })
  }
}

/** Records an event where its TLS files can't be used any more, and where they are again. */
function tellTls(before: V1NodeStatus | undefined, after: V1NodeStatus, { key, ports }: Telling): void {
  const [was, is] = [before, after].map((status) => getCondition(status?.conditions, conditionTypes.tlsFilesUnusable))
  const object = `Node/${key}`
  const { tlsFilesUnusable, tlsFilesUsed } = nodeReasons
  if (is && is.message !== was?.message)
    ports.recorder.record({ object, type: 'Warning', reason: tlsFilesUnusable, message: is.message ?? '' })
  if (was && !is && after.ready)
    ports.recorder.record({ object, type: 'Normal', reason: tlsFilesUsed, message: 'its TLS files are used again' })
}
