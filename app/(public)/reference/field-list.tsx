import type { JsonSchema } from '@/lib/api/open-api'
import { Prose } from './prose'

interface Field {
  name: string
  /** path, query or header; empty for a field of a body. */
  place: string
  required: boolean
  description?: string | undefined
  schema: JsonSchema
}

/** `required`: the word for it; left out where everything is always there. */
export function FieldList({
  title,
  required,
  fields,
}: {
  title: string
  required?: string
  fields: Field[]
}) {
  if (fields.length === 0) return null
  return (
    <>
      <h4 className="mt-5 text-13 font-semibold text-ink">{title}</h4>
      <dl className="mt-1 divide-y divide-line border-line border-y">
        {fields.map(({ name, place, required: isRequired, description, schema }) => (
          <div key={`${place} ${name}`} className="py-2">
            <dt className="flex flex-wrap items-baseline gap-x-2 text-13">
              <code className="font-mono text-ink [overflow-wrap:anywhere]">{name}</code>
              <span className="text-12 text-ink-muted">
                {[typeOf(schema), place].filter(Boolean).join(', ')}
              </span>
              {required && isRequired ? <span className="text-12 text-status-warn">{required}</span> : null}
            </dt>
            <dd className="text-13 text-ink-muted [overflow-wrap:anywhere]">
              <Prose text={[description, limitsOf(schema)].filter(Boolean).join(' ')} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function typeOf(schema: JsonSchema): string {
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? ''
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(' | ')
  if (schema.type === 'array') return `${typeOf(schema.items ?? {})}[]`
  if (schema.format === 'uuid') return 'uuid'
  if (schema.format === 'date-time') return 'date-time'
  return [schema.type ?? 'any'].flat().join(' | ')
}

function limitsOf(schema: JsonSchema): string {
  const isList = Array.isArray(schema.default)
  return [
    schema.enum ? `${schema.enum.map(String).join(', ')}.` : '',
    schema.type === 'integer' && schema.maximum !== undefined && schema.maximum < 1_000_000
      ? `${schema.minimum ?? 0} to ${schema.maximum}.`
      : '',
    schema.maxLength !== undefined && !schema.enum
      ? `At most ${schema.maxLength.toLocaleString('en')} characters.`
      : '',
    schema.default !== undefined && !isList && schema.default !== ''
      ? `Default: ${String(schema.default)}.`
      : '',
  ]
    .filter(Boolean)
    .join(' ')
}
