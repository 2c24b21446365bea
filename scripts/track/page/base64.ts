/** Bytes as base64, which is how they travel to the command. */
export async function toBase64(bytes: Uint8Array): Promise<string> {
  const reader = new FileReader();
  await new Promise((resolve, reject) => {
    reader.onload = resolve;
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  });
  return (reader.result as string).replace(/^[^,]*,/, '');
}
