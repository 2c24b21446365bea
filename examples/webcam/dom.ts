/** The element with this id, checked to be of this class: the page's markup and its code agree, or it says so at once. */
export function byId<T extends Element>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new TypeError(`The page has no ${type.name} with the id "${id}".`);
  return element;
}

/** Sets text only where it differs, so that screen readers and layout are left in peace. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
