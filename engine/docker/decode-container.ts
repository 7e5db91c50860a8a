import type { ContainerInspect } from '../types/container.ts'
import { asFields, type Fields, fieldsOf, textMapOf, textOf } from './answer.ts'
import { AnswerError } from './errors.ts'

/**
 * Decodes an inspect, dropping fields that are never read, as it is cached for the container's lifetime. Fields used to judge events get
 * the API's types whatever came (S12).
 */
export function decodeContainer(answer: unknown): ContainerInspect {
  const raw = asFields(answer, 'a container')
  const state = asFields(raw['State'], "a container's state")
  const config = asFields(raw['Config'], "a container's config")
  const hostConfig = asFields(raw['HostConfig'], "a container's host config")
  const network = asFields(raw['NetworkSettings'], "a container's networks")
  if (textOf(raw['Id']) === '' || textOf(state['Status']) === '')
    throw new AnswerError('the engine answered a container without id or state')
  const kept = Object.fromEntries(keptFields.flatMap((name) => (raw[name] === undefined ? [] : [[name, raw[name]]])))
  return {
    ...kept,
    Name: textOf(raw['Name']),
    State: { ...state, StartedAt: textOf(state['StartedAt']), FinishedAt: textOf(state['FinishedAt']) },
    Config: { ...config, Labels: textMapOf(config['Labels']) },
    HostConfig: hostConfig,
    NetworkSettings: { Networks: endpointsOf(network['Networks']), Ports: network['Ports'] ?? {} },
  } as unknown as ContainerInspect
}

function endpointsOf(networks: unknown): Fields {
  const all = Object.entries(fieldsOf(networks))
  return Object.fromEntries(all.filter(([, endpoint]) => typeof endpoint === 'object' && endpoint !== null))
}

const keptFields = ['Id', 'Created', 'Image', 'RestartCount', 'Platform', 'Mounts', 'Driver']
