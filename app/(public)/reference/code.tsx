/** A long line scrolls by itself, for which it has to be reachable by keyboard (WCAG 2.1.1). */
export function Code({ label, text }: { label: string; text: string }) {
  return (
    <figure className="min-w-0 overflow-hidden rounded-control border border-line bg-sunken">
      <figcaption className="border-line border-b px-3 py-1.5 text-12 text-ink-muted">{label}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section tabIndex={0} aria-label={label} className="max-h-96 overflow-auto p-3">
        <pre>
          <code className="font-mono text-12 text-ink">{text}</code>
        </pre>
      </section>
    </figure>
  )
}
