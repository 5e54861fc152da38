/**
 * One line on a terminal that counts; nothing anywhere else.
 */
export class Progress {
  private shown = 0;
  private last = 0;

  public constructor(
    private readonly stream: { readonly isTTY?: boolean; write(text: string): unknown },
    private readonly label: string,
  ) {}

  public show(done: number, total: number): void {
    // a terminal needs no more than ten lines a second
    if (!this.stream.isTTY || (Date.now() - this.last < 100 && done < total)) {
      return;
    }
    this.last = Date.now();
    const text = `${this.label} ${done}/${total}`;
    this.stream.write(`\r${text.padEnd(this.shown)}`);
    this.shown = text.length;
  }

  public clear(): void {
    if (this.shown > 0) {
      this.stream.write(`\r${' '.repeat(this.shown)}\r`);
      this.shown = 0;
    }
  }
}
