import { deepEqual } from 'node:assert/strict'
import { explainField, type FieldSchema, outline } from '../../../cli/output/explain.ts'

const PORT: FieldSchema = {
  type: 'object',
  required: ['containerPort'],
  properties: {
    containerPort: { type: 'integer', minimum: 1, maximum: 65535, description: 'Where the container listens.' },
    protocol: { type: 'string', enum: ['tcp', 'udp'], default: 'tcp', description: 'The protocol.' },
  },
}
const TEMPLATE: FieldSchema = {
  type: 'object',
  description:
    'What its containers are made like, in every field that an engine knows and that Compose can say, and no other.',
  properties: {
    image: { type: 'string', description: 'What it runs.' },
    ports: { type: 'array', items: PORT },
    labels: { type: 'object', additionalProperties: { type: 'string' }, description: 'Labels.' },
  },
}

describe('explaining a field', () => {
  it('says what it is for, and what stands below it', () => {
    deepEqual(explainField(TEMPLATE, ['template']), [
      'FIELD: template <Object>',
      '',
      'DESCRIPTION:',
      '    What its containers are made like, in every field that an engine knows and',
      '    that Compose can say, and no other.',
      '',
      'FIELDS:',
      '  image <string>',
      '    What it runs.',
      '',
      '  ports <[]Object>',
      '    <none>',
      '',
      '  labels <map[string]string>',
      '    Labels.',
    ])
  })

  it('shows of a list the fields of its items, with what they take', () => {
    deepEqual(explainField({ type: 'array', items: PORT }, ['ports']), [
      'FIELD: ports <[]Object>',
      '',
      'DESCRIPTION:',
      '    <none>',
      '',
      'FIELDS:',
      '  containerPort <integer> -required-',
      '    Where the container listens. At least 1. At most 65535.',
      '',
      '  protocol <string>',
      '    The protocol. One of tcp, udp. Default: "tcp".',
    ])
  })

  it('outlines all that is below', () => {
    deepEqual(outline(TEMPLATE), [
      '  image <string>',
      '  ports <[]Object>',
      '    containerPort <integer>',
      '    protocol <string>',
      '  labels <map[string]string>',
    ])
  })
})
