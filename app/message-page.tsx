import type { ReactNode } from 'react'

/** A page that says one thing. */
export function MessagePage({ title, text, action }: { title: string; text: string; action?: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center bg-canvas px-4">
      <div className="w-full max-w-sm text-center">
        <h1 className="text-20 font-semibold text-ink">{title}</h1>
        <p className="mt-2 text-14 text-ink-muted">{text}</p>
        {action ? <div className="mt-5">{action}</div> : null}
      </div>
    </main>
  )
}
