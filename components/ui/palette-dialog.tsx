'use client'

import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Autocomplete,
  Collection,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components'
import { Kbd } from './kbd'

export interface PaletteItem {
  id: string
  name: string
  detail?: string | undefined
  shortcut?: string | undefined
  icon?: ReactNode
  /** Matches whatever was typed: it was searched for elsewhere. */
  isFound?: boolean
  run: () => void
}

export interface PaletteSection {
  id: string
  name: string
  items: PaletteItem[]
}

interface PaletteDialogProps {
  label: string
  placeholder: string
  emptyText: string
  sections: PaletteSection[]
  text?: string
  onTextChange?: (text: string) => void
  onClose: () => void
}

/** Type a few letters, press Enter. The arrow keys move while the letters stay where they are. */
export function PaletteDialog(props: PaletteDialogProps) {
  const { label, placeholder, emptyText, sections, onClose } = props
  const { contains } = useFilter({ sensitivity: 'base' })
  const found = new Set(
    sections.flatMap((section) => section.items.filter((item) => item.isFound).map((item) => item.id)),
  )

  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      className="fixed inset-0 z-40 flex items-start justify-center bg-black/25 p-4 pt-[12vh]"
    >
      <Modal className="appear w-full max-w-xl overflow-hidden rounded-float bg-float text-ink shadow-float">
        <Dialog aria-label={label} className="flex max-h-[60vh] flex-col outline-none">
          <Autocomplete
            filter={(text, query, node) => found.has(String(node.key)) || contains(text, query)}
            {...(props.text === undefined ? {} : { inputValue: props.text })}
            {...(props.onTextChange ? { onInputChange: props.onTextChange } : {})}
          >
            <SearchField
              aria-label={label}
              autoFocus
              className="flex items-center gap-2 border-line border-b px-4"
            >
              <Search aria-hidden className="size-4 shrink-0 text-ink-muted" />
              <Input
                placeholder={placeholder}
                className="h-12 w-full bg-transparent text-14 outline-none placeholder:text-ink-muted [&::-webkit-search-cancel-button]:hidden"
              />
            </SearchField>
            <div
              // biome-ignore lint/a11y/noNoninteractiveTabindex: the items never take the focus, so what scrolls must
              tabIndex={0}
              className="scroll-thin focus-inset min-h-0 overflow-y-auto"
            >
              <Menu
                aria-label={label}
                items={sections.filter((section) => section.items.length > 0)}
                className="p-1.5 outline-none"
                renderEmptyState={() => (
                  <p className="px-3 py-6 text-center text-13 text-ink-muted">{emptyText}</p>
                )}
              >
                {(section) => (
                  <MenuSection id={section.id}>
                    <Header className="px-2.5 pt-2 pb-1 font-medium text-12 text-ink-muted">
                      {section.name}
                    </Header>
                    <Collection items={section.items}>{(item) => <Row item={item} />}</Collection>
                  </MenuSection>
                )}
              </Menu>
            </div>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Row({ item }: { item: PaletteItem }) {
  return (
    <MenuItem
      id={item.id}
      textValue={item.detail ? `${item.name} ${item.detail}` : item.name}
      onAction={item.run}
      className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-control px-2.5 text-13 outline-none focus:bg-hover [&_svg]:size-4 [&_svg]:shrink-0"
    >
      <span className="flex w-5 shrink-0 items-center justify-center text-ink-muted">{item.icon}</span>
      <span className="min-w-0 grow truncate">{item.name}</span>
      {item.detail ? <span className="shrink-0 text-12 text-ink-muted">{item.detail}</span> : null}
      {item.shortcut ? <Kbd>{item.shortcut}</Kbd> : null}
    </MenuItem>
  )
}
