import type { Verbs } from '../engine.ts'
import type { SwarmConfig, SwarmService, SwarmTask } from '../types/swarm.ts'
import { asFields, fieldsOf, listOf, numberOf, textOf } from './answer.ts'
import type { Caller } from './caller.ts'
import { AnswerError } from './errors.ts'

type SwarmVerbs = Pick<Verbs, 'listSwarmServices' | 'listSwarmTasks' | 'listSwarmConfigs' | 'updateSwarmService'>

/** The verbs for a swarm, each one call; engines that don't manage one refuse them as Unsupported. */
export function swarmVerbs(caller: Caller): SwarmVerbs {
  return {
    listSwarmServices: (args, run) =>
      caller.json({ verb: 'listSwarmServices', args, run }, listOf('service', decodeService)),
    listSwarmTasks: (args, run) => caller.json({ verb: 'listSwarmTasks', args, run }, listOf('task', decodeTask)),
    listSwarmConfigs: (args, run) =>
      caller.json({ verb: 'listSwarmConfigs', args, run }, listOf('config', decodeConfig)),
    updateSwarmService: (args, run) => caller.done({ verb: 'updateSwarmService', args, run }),
  }
}

function decodeService(answer: unknown): SwarmService {
  const raw = asFields(answer, 'a service')
  const isWhole =
    textOf(raw['ID']) !== '' &&
    textOf(fieldsOf(raw['Spec'])['Name']) !== '' &&
    numberOf(fieldsOf(raw['Version'])['Index']) > 0
  if (!isWhole) throw new AnswerError('the engine answered a service without id, version or name')
  return raw as unknown as SwarmService
}

function decodeTask(answer: unknown): SwarmTask {
  const raw = asFields(answer, 'a task')
  const status = fieldsOf(raw['Status'])
  return {
    serviceId: textOf(raw['ServiceID']),
    nodeId: textOf(raw['NodeID']),
    state: textOf(status['State']),
    desired: textOf(raw['DesiredState']),
    message: textOf(status['Err']) || textOf(status['Message']),
  }
}

function decodeConfig(answer: unknown): SwarmConfig {
  const raw = asFields(answer, 'a config')
  const spec = fieldsOf(raw['Spec'])
  return { id: textOf(raw['ID']), spec: { ...spec, Name: textOf(spec['Name']) } }
}
