import { getTranslations } from 'next-intl/server'
import { Chip } from '@/components/ui/chip'
import { curlOf, exampleOf } from '@/lib/api/example'
import type { JsonSchema, OpenApiDocument, OpenApiOperation } from '@/lib/api/open-api'
import { Code } from './code'
import { FieldList } from './field-list'
import { Prose } from './prose'

export async function OperationSection({
  document,
  path,
  method,
  operation,
}: {
  document: OpenApiDocument
  path: string
  method: string
  operation: OpenApiOperation
}) {
  const t = await getTranslations('reference')
  const { operationId, summary, description, parameters, requestBody, responses, security } = operation
  const [status = '200', answer] = Object.entries(responses)[0] ?? []
  const body = requestBody?.content['application/json']?.schema
  const answered = answer?.content['application/json']?.schema
  const scope = security[0]?.key[0]
  return (
    <article
      id={operationId}
      aria-label={summary}
      className="mt-8 grid scroll-mt-6 gap-x-8 gap-y-4 border-line border-t pt-6 xl:grid-cols-2"
    >
      <div className="min-w-0">
        <h3 className="text-16 font-semibold text-ink">{summary}</h3>
        <p className="mt-1 flex flex-wrap items-center gap-2">
          <code className="font-mono text-13 text-ink [overflow-wrap:anywhere]">
            <span className="font-semibold text-accent-text">{method}</span> /api/v1{path}
          </code>
          <Chip>{scope}</Chip>
        </p>
        {description ? (
          <p className="mt-2 text-14 text-ink-muted">
            <Prose text={description} />
          </p>
        ) : null}
        <FieldList
          title={t('parameters')}
          required={t('required')}
          fields={parameters.map((one) => ({ ...one, place: one.in, schema: one.schema }))}
        />
        {body ? (
          <FieldList title={t('body')} required={t('required')} fields={fieldsOf(document, body)} />
        ) : null}
        {answered ? <FieldList title={t('answer')} fields={fieldsOf(document, answered)} /> : null}
      </div>
      <div className="grid min-w-0 content-start gap-4">
        <Code label={`${t('request')}: ${summary}`} text={curlOf(document, method, path, operation)} />
        {answered ? (
          <Code
            label={`${t('answer')} ${status}: ${summary}`}
            text={JSON.stringify(exampleOf(document, answered), null, 2)}
          />
        ) : null}
      </div>
    </article>
  )
}

function fieldsOf(document: OpenApiDocument, schema: JsonSchema) {
  const named = schema.$ref ? document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] : schema
  return Object.entries(named?.properties ?? {}).map(([name, inner]) => ({
    name,
    place: '',
    required: named?.required?.includes(name) ?? false,
    description: inner.description,
    schema: inner,
  }))
}
