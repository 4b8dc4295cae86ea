'use client'

import { Placeholder } from '@tiptap/extensions'
import { type Editor, EditorContent, useEditor } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import { useEffect, useEffectEvent } from 'react'

interface ComposerEditorProps {
  label: string
  placeholder: string
  initialHtml: string
  onChange: (html: string) => void
  onFiles: (files: File[]) => void
  onSend: () => void
  onEditor: (editor: Editor | null) => void
}

/** The text field of the composer: bold, italic, lists, links, quotes; what else is pasted becomes plain text. */
export function ComposerEditor(props: ComposerEditorProps) {
  const takeFiles = useEffectEvent((files: File[]) => props.onFiles(files))
  const send = useEffectEvent(() => props.onSend())
  const editor = useEditor({
    immediatelyRender: false,
    shouldRerenderOnTransaction: false,
    injectCSS: false,
    content: props.initialHtml,
    extensions: [
      StarterKit.configure({
        heading: false,
        horizontalRule: false,
        codeBlock: false,
        underline: false,
        strike: false,
        link: {
          openOnClick: false,
          protocols: ['mailto', 'tel'],
          HTMLAttributes: { rel: 'noopener noreferrer' },
        },
      }),
      Placeholder.configure({ placeholder: props.placeholder, emptyEditorClass: 'is-empty' }),
    ],
    editorProps: {
      attributes: {
        class: 'composer-text',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': props.label,
      },
      handlePaste: (_view, event) => {
        const files = [...(event.clipboardData?.files ?? [])]
        if (files.length === 0) return false
        takeFiles(files)
        return true
      },
      handleDrop: (_view, event) => {
        const files = [...(event.dataTransfer?.files ?? [])]
        if (files.length === 0) return false
        event.preventDefault()
        event.stopPropagation()
        takeFiles(files)
        return true
      },
      handleKeyDown: (_view, event) => {
        if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return false
        event.preventDefault()
        send()
        return true
      },
    },
    onUpdate: ({ editor: changed }) => props.onChange(changed.isEmpty ? '' : changed.getHTML()),
  })
  const hand = useEffectEvent((value: Editor | null) => props.onEditor(value))
  useEffect(() => {
    hand(editor)
    if (editor) takeFocus(editor)
    return () => hand(null)
  }, [editor])
  return <EditorContent editor={editor} className="text-14" />
}

/** Unless its reader was quicker and is at a button of the composer already. */
function takeFocus(editor: Editor): void {
  if (editor.view.dom.closest('section')?.contains(document.activeElement)) return
  editor.commands.setTextSelection(editor.state.doc.content.size)
  editor.view.focus()
}
