/** Reads a form's sliders by name, and writes each value into its output. */
export function readSliders<const Name extends string>(
  form: HTMLFormElement,
  names: readonly Name[],
): Record<Name, number> {
  const entries = names.map((name) => {
    const input = form.elements.namedItem(name);
    if (!(input instanceof HTMLInputElement)) throw new TypeError(`The form has no slider "${name}".`);
    const output = form.querySelector(`[data-value="${name}"]`);
    if (output) output.textContent = input.value;
    return [name, input.valueAsNumber] as const;
  });
  return Object.fromEntries(entries) as Record<Name, number>;
}
