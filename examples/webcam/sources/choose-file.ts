import { byId } from '../dom.ts';

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/**
 * Calls back with each file that the user chooses or drops anywhere on the page.
 * @returns the input that opens the browser's chooser when it is clicked
 */
export function onFileChosen(chosen: (file: File) => void): HTMLInputElement {
  const input = byId('file', HTMLInputElement);
  const veil = byId('drop-veil', HTMLElement);
  const over = (event: DragEvent, on: boolean) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    veil.classList.toggle('over', on);
  };
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file) chosen(file);
    // The same file may be chosen again.
    input.value = '';
  });
  document.addEventListener('dragover', (event) => over(event, true));
  document.addEventListener('dragleave', (event) => over(event, event.relatedTarget !== null));
  document.addEventListener('drop', (event) => {
    over(event, false);
    const file = event.dataTransfer?.files[0];
    if (file) chosen(file);
  });
  return input;
}
