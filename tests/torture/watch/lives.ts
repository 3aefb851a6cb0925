/** @module The lives of the process, one after the other. */
import type { Milliseconds } from "../../../src/process/time/duration.ts";
import { pause } from "../client.ts";
import { secretsIn } from "./leaks/secrets.ts";
import type { Life } from "./life.ts";
import type { Truth } from "./truth/truth.ts";
import type { Disk } from "./volume/disk.ts";

/** Starts and ends the process. */
export class Lives implements AsyncDisposable {
  readonly #start: () => Life;
  readonly #disk: Disk;
  readonly #truth: Truth;
  #turn = Promise.resolve();
  /** The life that runs, or ran last. */
  life: Life;

  constructor(start: () => Life, disk: Disk, truth: Truth) {
    this.#start = start;
    this.#disk = disk;
    this.#truth = truth;
    this.life = start();
  }

  /** Waits for the turn of what ends or stops the process, or sets its clock. */
  async inTurn(act: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(act);
    await this.#turn;
  }

  /**
   * Ends the process and starts it again.
   *
   * @param readOnly How long nothing can be written from then on.
   */
  async restart(signal: "SIGKILL" | "SIGTERM", readOnly?: Milliseconds): Promise<void> {
    await this.life.setClockRight();
    await this.end(signal);
    await using _protected = readOnly === undefined ? undefined : await this.#disk.protect();
    this.life = this.#start();
    await this.life.port;
    await pause(readOnly ?? 0);
  }

  /** Ends the process, and judges what it has left. */
  async end(signal: "SIGKILL" | "SIGTERM"): Promise<[status: number, stderr: string]> {
    const ended = await this.life.end(signal);
    for (const place of secretsIn(await this.#disk.text())) {
      this.#truth.fault(`the disk has the secret of ${place}`);
    }
    return ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.life[Symbol.asyncDispose]();
  }
}
