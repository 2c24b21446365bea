import { ByteBuffer } from 'flatbuffers';

/**
 * A table inside a FlatBuffers file, read by field number: field `n` of the schema has slot `4 + 2n` in the vtable.
 * A field that is not stored has its default value.
 */
export class Table {
  private readonly buffer: ByteBuffer;
  private readonly position: number;

  private constructor(buffer: ByteBuffer, position: number) {
    this.buffer = buffer;
    this.position = position;
  }

  /** The root table of a file. */
  static root(file: Uint8Array): Table {
    const buffer = new ByteBuffer(file);
    return new Table(buffer, buffer.readInt32(buffer.position()));
  }

  private field(id: number): number {
    const offset = this.buffer.__offset(this.position, 4 + 2 * id);
    return offset === 0 ? 0 : this.position + offset;
  }

  has(id: number): boolean {
    return this.field(id) !== 0;
  }

  int8(id: number, missing = 0): number {
    const at = this.field(id);
    return at === 0 ? missing : this.buffer.readInt8(at);
  }

  uint8(id: number, missing = 0): number {
    const at = this.field(id);
    return at === 0 ? missing : this.buffer.readUint8(at);
  }

  int32(id: number, missing = 0): number {
    const at = this.field(id);
    return at === 0 ? missing : this.buffer.readInt32(at);
  }

  float32(id: number, missing = 0): number {
    const at = this.field(id);
    return at === 0 ? missing : this.buffer.readFloat32(at);
  }

  bool(id: number): boolean {
    return this.uint8(id) !== 0;
  }

  string(id: number): string {
    return new TextDecoder().decode(this.bytes(id));
  }

  table(id: number): Table | undefined {
    const at = this.field(id);
    return at === 0 ? undefined : new Table(this.buffer, this.buffer.__indirect(at));
  }

  tables(id: number): Table[] {
    const { start, length } = this.vector(id);
    return Array.from({ length }, (_, k) => new Table(this.buffer, this.buffer.__indirect(start + 4 * k)));
  }

  int32s(id: number): number[] {
    const { start, length } = this.vector(id);
    return Array.from({ length }, (_, k) => this.buffer.readInt32(start + 4 * k));
  }

  float32s(id: number): number[] {
    const { start, length } = this.vector(id);
    return Array.from({ length }, (_, k) => this.buffer.readFloat32(start + 4 * k));
  }

  uint16s(id: number): number[] {
    const { start, length } = this.vector(id);
    return Array.from({ length }, (_, k) => this.buffer.readUint16(start + 2 * k));
  }

  /** Where in the file the table, string or vector of a field starts; 0 where the field is not stored. */
  target(id: number): number {
    const at = this.field(id);
    return at === 0 ? 0 : this.buffer.__indirect(at);
  }

  /** Where in the file each table of a vector starts. */
  targets(id: number): number[] {
    const { start, length } = this.vector(id);
    return Array.from({ length }, (_, k) => this.buffer.__indirect(start + 4 * k));
  }

  /** A view of the file, not a copy. */
  bytes(id: number): Uint8Array {
    const { start, length } = this.vector(id);
    return this.buffer.bytes().subarray(start, start + length);
  }

  private vector(id: number): { start: number; length: number } {
    const at = this.field(id);
    if (at === 0) return { start: 0, length: 0 };
    const vector = this.buffer.__indirect(at);
    return { start: vector + 4, length: this.buffer.readInt32(vector) };
  }
}
