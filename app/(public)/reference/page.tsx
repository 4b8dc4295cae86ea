import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { buildOpenApi } from '@/lib/api/open-api'
import { problemTexts } from '@/lib/api/problem-texts'
import { getEnv } from '@/lib/env'
import { Code } from './code'
import { OperationSection } from './operation-section'
import { Prose } from './prose'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reference'))('title') }
}

/** Drawn from the document that programs read: what stands here is what requests are held against. */
export default async function ReferencePage() {
  const t = await getTranslations('reference')
  const document = buildOpenApi(getEnv().BASE_URL)
  const groups = document.tags.map(({ name }) => ({
    name,
    operations: Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, operation]) => operation.tags.includes(name))
        .map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
    ),
  }))
  const example = `curl '${document.servers[0]?.url}/tickets' \\\n  -H 'Authorization: Bearer po_…'`
  const link = 'block rounded-control px-2 py-1 text-13 text-ink-muted hover:bg-hover hover:text-ink'
  return (
    <div className="mx-auto grid w-full max-w-(--breakpoint-wide) gap-x-10 px-4 lg:grid-cols-[14rem_minmax(0,1fr)]">
      <nav
        aria-label={t('contents')}
        className="border-line border-b py-6 lg:sticky lg:top-0 lg:max-h-dvh lg:self-start lg:overflow-y-auto lg:border-b-0"
      >
        <p className="px-2 text-14 font-semibold tracking-tight text-accent-text">Postino API</p>
        <ul className="mt-3 grid grid-cols-2 gap-x-2 sm:grid-cols-3 lg:grid-cols-1">
          {groups.map(({ name, operations }) => (
            <li key={name} lang="en">
              <a href={`#${name}`} className={`${link} font-medium`}>
                {name}
              </a>
              <ul className="hidden pl-2 lg:block">
                {operations.map(({ operation }) => (
                  <li key={operation.operationId}>
                    <a href={`#${operation.operationId}`} className={link}>
                      {operation.summary}
                    </a>
                  </li>
                ))}
              </ul>
            </li>
          ))}
          <li>
            <a href="#errors" className={`${link} font-medium`}>
              {t('errors')}
            </a>
          </li>
        </ul>
      </nav>
      <main className="min-w-0 py-8">
        <h1 className="text-28 font-semibold tracking-tight text-ink">{t('title')}</h1>
        <p className="mt-2 max-w-mail text-14 text-ink-muted">{t('lead')}</p>
        <div className="mt-4 grid max-w-mail gap-2 text-14 text-ink">
          <p>{t('keys')}</p>
          <p>{t('repeat')}</p>
          <p>{t('pages')}</p>
          <p>
            <a href="/api/v1/openapi.json" className="text-accent-text underline underline-offset-2">
              {t('document')}
            </a>
          </p>
        </div>
        <div className="mt-4 max-w-mail">
          <Code label={t('example')} text={example} />
        </div>
        {groups.map(({ name, operations }) => (
          <section key={name} id={name} aria-label={name} lang="en" className="mt-12 scroll-mt-6">
            <h2 className="text-20 font-semibold tracking-tight text-ink">{name}</h2>
            {operations.map(({ path, method, operation }) => (
              <OperationSection
                key={operation.operationId}
                document={document}
                path={path}
                method={method}
                operation={operation}
              />
            ))}
          </section>
        ))}
        <section id="errors" aria-labelledby="errors-title" className="mt-12 scroll-mt-6">
          <h2 id="errors-title" className="text-20 font-semibold tracking-tight text-ink">
            {t('errors')}
          </h2>
          <p className="mt-1 max-w-mail text-14 text-ink-muted">{t('errorsLead')}</p>
          <dl lang="en" className="mt-4 divide-y divide-line border-line border-y">
            {Object.entries(problemTexts).map(([code, { title, detail }]) => (
              <div
                key={code}
                id={`error-${code}`}
                className="grid scroll-mt-6 gap-x-6 gap-y-1 py-3 sm:grid-cols-[14rem_minmax(0,1fr)]"
              >
                <dt className="font-mono text-13 text-ink [overflow-wrap:anywhere]">{code}</dt>
                <dd className="text-13 text-ink-muted">
                  <span className="font-medium text-ink">{title}.</span> <Prose text={detail} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      </main>
    </div>
  )
}
