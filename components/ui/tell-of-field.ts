export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/**
 * Tells React what stands in fields since before it listened: it shows the text and keeps another in its state, until
 * the next drawing takes the text away.
 */
export function tellOfFields(fields: readonly Field[]): void {
  // All are read before the first is told of: that may draw the others anew.
  for (const tell of fields.map(tellerOf)) tell()
}

function tellerOf(field: Field): () => void {
  if (field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio')) {
    const { checked } = field
    return () => {
      field.checked = !checked
      field.click()
    }
  }
  const { value } = field
  if (field instanceof HTMLSelectElement) {
    return () => {
      field.value = value
      field.dispatchEvent(new Event('change', { bubbles: true }))
    }
  }
  return () => tellOfText(field, value)
}

/**
 * React compares with what was last set through the element's own property, so that is set to something else first, and
 * back through the prototype's, which React does not hear.
 */
function tellOfText(field: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  const { selectionStart, selectionEnd } = field
  field.value = `${value} `
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, value)
  // Null where a kind of field has none.
  if (selectionStart !== null) field.setSelectionRange(selectionStart, selectionEnd)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
